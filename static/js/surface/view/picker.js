/** The type-ahead for entities: pick one of the registry, create one in place, or (for speakers) say "unknown". */
import { matchEntities } from "../model/fold.js";
import { newId, putEntity } from "../model/operations.js";
import { h, modal, placeNear } from "./dom.js";

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
  return new Promise((resolve) => new Picker(desk, { title, first, likely, fresh, kind, among, unknown, resolve }).open());
}

class Picker {
  constructor(desk, options) {
    Object.assign(this, options, { desk, active: 0, rows: [], answer: null });
    this.kinds = h(
      "select.input",
      { "aria-label": "Kind of a new entry" },
      Object.entries(KINDS).map(([id, name]) => h("option", { value: id, selected: id === options.kind }, name)),
    );
    this.list = h("ul", { id: "picks", role: "listbox" });
    this.input = h("input.input", {
      role: "combobox",
      autocomplete: "off",
      spellcheck: false,
      "aria-label": options.title,
      "aria-expanded": "true",
      "aria-controls": "picks",
      on: { input: () => this.#fill(), keydown: (event) => this.#key(event) },
    });
    const another = !options.among && h("label.row.hint", {}, "A new one is a", this.kinds);
    this.dialog = h(
      "dialog.menu",
      { "aria-label": options.title },
      h("h3", {}, options.title),
      this.input,
      this.list,
      another,
    );
  }

  open() {
    this.shut = modal(this.dialog, () => {
      this.desk.focus();
      this.resolve(this.answer);
    });
    this.#fill();
    placeNear(this.dialog, this.desk.offsets.line(this.desk.cursor.n).getBoundingClientRect());
    this.input.focus();
    this.kinds.addEventListener("change", () => this.#activate(this.rows.findIndex((row) => row.create)));
    this.kinds.addEventListener("keydown", (event) => event.key === "Enter" && this.#key(event));
  }

  #fill() {
    const query = this.input.value.trim();
    const place = new Map([...new Set(this.first)].map((id, at) => [id, at]));
    const entities = [...this.desk.entities.values()].filter((entity) => !this.among || this.among.includes(entity.id));
    entities.sort((a, b) => (place.get(a.id) ?? Infinity) - (place.get(b.id) ?? Infinity) || 0);
    const found = (query ? matchEntities(query, entities, this.desk.language.fold).map((match) => match.entity) : entities).slice(0, SHOWN);
    this.rows = found.map((entity) => ({ id: entity.id, text: entity.name, note: KINDS[entity.kind] ?? entity.kind }));
    const name = query || this.fresh;
    const create = { create: name, text: `New: ${name}`, note: "create" };
    if (name && !this.among) this.rows.splice(query || this.first.length ? this.rows.length : 0, 0, create);
    if (this.unknown) this.rows.push({ id: "unknown", text: "Unknown speaker", note: "" });
    this.#activate(0);
    if (!this.rows.length)
      this.list.append(h("li.hint", {}, this.among ? "None of this project's targets fits." : "Type a name."));
  }

  #activate(index) {
    this.active = Math.max(0, Math.min(index, this.rows.length - 1));
    this.list.replaceChildren(
      ...this.rows.map((row, at) =>
        h(
          "li.pick",
          {
            id: `pick-${at}`,
            data: { id: row.id ?? "" },
            role: "option",
            "aria-selected": String(at === this.active),
            on: { click: () => this.#take(at) },
          },
          [this.input.value || at > 8 ? "" : h("kbd", {}, String(at + 1)), row.text],
          h("span.dim", {}, row.note),
        ),
      ),
    );
    this.input.setAttribute("aria-activedescendant", this.rows.length ? `pick-${this.active}` : "");
  }

  #key(event) {
    const move = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (move) this.#activate(this.active + move);
    else if (event.key === "Enter") this.#take(this.active);
    else if (!this.input.value && this.rows[event.key - 1] && event.target === this.input) this.#take(event.key - 1);
    else return;
    event.preventDefault();
  }

  #take(index) {
    const row = this.rows[index];
    if (!row) return;
    if (row.create) {
      const id = newId("e");
      this.answer = {
        id,
        ops: [putEntity(id, { name: row.create, kind: this.kinds.value, aliases: [], wikidata: null })],
      };
    } else this.answer = { id: row.id, ops: [] };
    this.shut();
  }
}
