/** The one dialog in which one types and picks: a field, and the rows that fit what stands in it. */
import { h, modal, placeNear } from "./dom.js";

export class TypeAhead {
  /**
   * @param {import("./desk.js").Desk} desk
   * @param {{title: string, digits?: boolean, rows: (query: string) => Object[], none?: string, extra?: Node, closed: (row: Object|null) => void}} options
   *   rows have a `text` and a `note`, perhaps `keys`; with `digits` a digit takes its row while nothing is typed;
   *   `closed` gets the row that was taken
   */
  constructor(desk, options) {
    Object.assign(this, options, { desk, active: 0, found: [], taken: null });
    this.list = h("ul", { id: "picks", role: "listbox", "aria-label": options.title });
    this.input = h("input.input", {
      role: "combobox",
      autocomplete: "off",
      spellcheck: false,
      "aria-label": options.title,
      "aria-expanded": "true",
      "aria-controls": "picks",
      on: { input: () => this.fill(), keydown: (event) => this.key(event) },
    });
    this.dialog = h("dialog.menu", { "aria-label": options.title }, h("h3", {}, options.title), this.input, this.list, options.extra);
  }

  open() {
    const { desk } = this;
    this.shut = modal(this.dialog, () => {
      desk.focus();
      this.closed(this.taken);
    });
    this.fill();
    placeNear(this.dialog, desk.offsets.line(desk.cursor.n).getBoundingClientRect());
    this.input.focus();
  }

  fill() {
    this.found = this.rows(this.input.value.trim());
    this.activate(0);
    if (!this.found.length) this.list.append(h("li.hint", {}, this.none));
  }

  activate(index) {
    this.active = Math.max(0, Math.min(index, this.found.length - 1));
    const row = ({ id, text, note, keys = [] }, at) =>
      h(
        "li.pick",
        { id: `pick-${at}`, data: { id: id ?? "" }, role: "option", "aria-selected": String(at === this.active), on: { click: () => this.take(at) } },
        this.digits && !this.input.value && at < 9 && h("kbd", {}, String(at + 1)),
        text,
        h("span.dim", {}, note, keys.map((key) => [" ", h("kbd", {}, key)])),
      );
    this.list.replaceChildren(...this.found.map(row));
    this.list.children[this.active]?.scrollIntoView({ block: "nearest" });
    this.input.setAttribute("aria-activedescendant", this.found.length ? `pick-${this.active}` : "");
  }

  key(event) {
    const move = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (move) this.activate(this.active + move);
    else if (event.key === "Enter") this.take(this.active);
    else if (this.digits && !this.input.value && this.found[event.key - 1] && event.target === this.input) this.take(event.key - 1);
    else return;
    event.preventDefault();
  }

  take(index) {
    this.taken = this.found[index] ?? null;
    if (this.taken) this.shut();
  }
}
