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
 * @param {{title: string, query?: string, kind?: string, among?: string[]|null, unknown?: boolean}} options
 * @returns {Promise<{id: string, ops: Object[]}|null>}
 */
export function pickEntity(desk, { title, query = "", kind = "PER", among = null, unknown = false }) {
  return new Promise((resolve) => new Picker(desk, { title, query, kind, among, unknown, resolve }).open());
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
      value: options.query,
      role: "combobox",
      autocomplete: "off",
      spellcheck: false,
      "aria-label": options.title,
      "aria-expanded": "true",
      "aria-controls": "picks",
      on: { input: () => this.#fill(), keydown: (event) => this.#key(event) },
    });
    const fresh = !options.among && h("label.row.hint", {}, "A new one is a", this.kinds);
    this.dialog = h(
      "dialog.menu",
      { "aria-label": options.title },
      h("h3", {}, options.title),
      this.input,
      this.list,
      fresh,
    );
  }

  open() {
    this.shut = modal(this.dialog, () => {
      this.desk.focus();
      this.resolve(this.answer);
    });
    this.#fill();
    placeNear(this.dialog, this.desk.offsets.line(this.desk.cursor.n).getBoundingClientRect());
    this.input.select();
    this.kinds.addEventListener("change", () => this.#activate(this.rows.findIndex((row) => row.create)));
    this.kinds.addEventListener("keydown", (event) => event.key === "Enter" && this.#key(event));
  }

  #fill() {
    const query = this.input.value.trim();
    const entities = [...this.desk.entities.values()].filter((entity) => !this.among || this.among.includes(entity.id));
    const found = (
      query ? matchEntities(query, entities, this.desk.language.fold).map((match) => match.entity) : entities
    ).slice(0, SHOWN);
    this.rows = found.map((entity) => ({ id: entity.id, text: entity.name, note: KINDS[entity.kind] ?? entity.kind }));
    if (query && !this.among) this.rows.push({ create: query, text: `New: ${query}`, note: "create" });
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
            role: "option",
            "aria-selected": String(at === this.active),
            on: { click: () => this.#take(at) },
          },
          row.text,
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
