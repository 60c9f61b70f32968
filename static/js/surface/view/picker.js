/** The type-ahead for entities: pick one of the registry, create one in place, or (for speakers) say "unknown". */
import { matchEntities } from "../model/fold.js";
import { newId, putEntity } from "../model/operations.js";
import { h } from "./dom.js";
import { TypeAhead } from "./typeahead.js";

const KINDS = {
  PER: "person",
  ORG: "organisation",
  GPE: "place with a government",
  NORP: "group of people",
  ISSUE: "issue",
  OTHER: "other",
};
const SHOWN = 8;

/**
 * Asks for an entity. Resolves to its id and the operations that make it exist, or to null when given up.
 * @param {import("./desk.js").Desk} desk
 * @param {{title: string, first?: string[], likely?: boolean, fresh?: string, kind?: string, among?: string[]|null, unknown?: boolean}} options
 *   first: the likeliest ids, best first; likely: its first is a good guess; fresh: the name of a new one, while nothing is typed
 * @returns {Promise<{id: string, ops: Object[]}|null>}
 */
export function pickEntity(desk, { title, first = [], likely = true, fresh = "", kind = "PER", among = null, unknown = false }) {
  const kinds = h(
    "select.input",
    { "aria-label": "Kind of a new entry" },
    Object.entries(KINDS).map(([id, name]) => h("option", { value: id, selected: id === kind }, name)),
  );
  const rows = (typed) => {
    const known = [...new Set([...first, ...desk.entities.keys()])].map((id) => desk.entities.get(id));
    const entities = known.filter((entity) => entity && (!among || among.includes(entity.id)));
    const found = (
      typed ? matchEntities(typed, entities, desk.language.fold).map((match) => match.entity) : entities
    ).slice(0, SHOWN);
    const list = found.map((entity) => ({ id: entity.id, text: entity.name, note: KINDS[entity.kind] ?? entity.kind }));
    const name = typed || fresh;
    if (name && !among) list.splice(typed || likely ? list.length : 0, 0, { create: name, text: `New: ${name}`, note: "create" });
    if (unknown) list.push({ id: "unknown", text: "Unknown speaker", note: "" });
    return list;
  };
  return new Promise((resolve) => {
    const ahead = new TypeAhead(desk, {
      title,
      rows,
      digits: true,
      none: among ? "None of this project's targets fits." : "Type a name.",
      extra: among ? null : h("label.row.hint", {}, "A new one is a", kinds),
      closed: (row) => resolve(row && answer(row, kinds.value)),
    });
    ahead.open();
    kinds.addEventListener("change", () => ahead.activate(ahead.found.findIndex((row) => row.create)));
    kinds.addEventListener("keydown", (event) => event.key === "Enter" && ahead.key(event));
  });
}

function answer({ id, create }, kind) {
  if (!create) return { id, ops: [] };
  const fresh = newId("e");
  return { id: fresh, ops: [putEntity(fresh, { name: create, kind, aliases: [], wikidata: null })] };
}
