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
 * @param {{title: string, query?: string, kind?: string, among?: string[]|null, unknown?: boolean}} options
 * @returns {Promise<{id: string, ops: Object[]}|null>}
 */
export function pickEntity(desk, { title, query = "", kind = "PER", among = null, unknown = false }) {
  const kinds = h(
    "select.input",
    { "aria-label": "Kind of a new entry" },
    Object.entries(KINDS).map(([id, name]) => h("option", { value: id, selected: id === kind }, name)),
  );
  const rows = (typed) => {
    const entities = [...desk.entities.values()].filter((entity) => !among || among.includes(entity.id));
    const found = (
      typed ? matchEntities(typed, entities, desk.language.fold).map((match) => match.entity) : entities
    ).slice(0, SHOWN);
    const list = found.map((entity) => ({ id: entity.id, text: entity.name, note: KINDS[entity.kind] ?? entity.kind }));
    if (typed && !among) list.push({ create: typed, text: `New: ${typed}`, note: "create" });
    if (unknown) list.push({ id: "unknown", text: "Unknown speaker", note: "" });
    return list;
  };
  return new Promise((resolve) => {
    const ahead = new TypeAhead(desk, {
      title,
      query,
      rows,
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
