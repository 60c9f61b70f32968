/** The mouse in the text: gutter for lines and ranges, marks for quotes, marks of quotation for whole quotations. */
import { h } from "./dom.js";

const EDGE = 24;
/** The commands beside a range and what stands on their buttons. */
const CHIPS = Object.entries({
  "line.body": "B", "line.boilerplate": "X", "line.optional": "O", kind: "Kind…",
  accept: "✓", unsure: "?", "line.propagate": "=", "line.clear": "⌫", "range.from": "From here", "range.to": "To here",
});

export class Gutter {
  /** @param {import("./desk.js").Desk} desk  @param {{run: Function, candidate: Function, enter: Function}} actions */
  constructor(desk, actions) {
    Object.assign(this, { desk, actions });
    this.chips = h("div.float", { id: "chips", role: "toolbar", "aria-label": "Label these lines" });
    const { surface } = desk;
    surface.addEventListener("pointerdown", (event) => this.#down(event));
    surface.addEventListener("pointermove", (event) => this.#move(event));
    surface.addEventListener("pointerup", () => this.#up());
    surface.addEventListener("click", (event) => this.#click(event));
    desk.on("cursor mode change", () => this.dragging || this.chips.remove());
  }

  #inGutter(event) {
    const line = event.target.closest?.(".line");
    return line && event.clientX - line.getBoundingClientRect().left < parseFloat(getComputedStyle(line).paddingLeft);
  }

  #down(event) {
    if (event.button !== 0 || !this.#inGutter(event)) return;
    event.preventDefault();
    this.desk.focus();
    this.dragging = true;
    this.desk.surface.setPointerCapture(event.pointerId); // the drag may end outside of the text
    const n = this.desk.offsets.lineOf(event.target);
    this.desk.cursor.to(n, { extend: event.shiftKey, scroll: null });
  }

  #move(event) {
    if (!this.dragging || event.pointerType === "touch") return;
    const n = this.desk.offsets.lineOf(document.elementFromPoint(event.clientX, event.clientY) ?? document.body);
    if (n !== null && n !== this.desk.cursor.n) this.desk.cursor.to(n, { extend: true, scroll: null });
    const { top, bottom } = this.desk.scroll.getBoundingClientRect();
    if (event.clientY < top + EDGE) this.desk.scroll.scrollBy(0, -EDGE);
    if (event.clientY > bottom - EDGE) this.desk.scroll.scrollBy(0, EDGE);
  }

  #up() {
    if (!this.dragging) return;
    this.dragging = false;
    this.#offer();
  }

  /** Small buttons at the end of the range. */
  #offer() {
    const { desk } = this;
    if (desk.locked || !desk.asks("lines")) return;
    const chip = ([id, words]) => {
      const known = desk.commands.find((command) => command.id === id);
      if (!known) return "";
      const title = `${known.title} (${known.modes.includes("kind") ? "g " : ""}${known.keys[0]})`;
      return h("button.button", { title, "aria-label": title, on: { click: () => this.#done(id) } }, words);
    };
    this.chips.replaceChildren(...CHIPS.map(chip));
    const line = desk.offsets.line(desk.cursor.n).getBoundingClientRect();
    const origin = desk.overlay.getBoundingClientRect();
    this.chips.style.top = `${line.bottom - origin.top + 2}px`;
    this.chips.style.left = "44px";
    desk.overlay.append(this.chips);
  }

  #done(id) {
    this.chips.remove();
    this.actions.run(id);
    this.desk.focus();
    if (id === "range.to") this.#offer();
  }

  #click(event) {
    const { desk, actions } = this;
    if (this.#inGutter(event) || getSelection().isCollapsed === false) return;
    const n = desk.offsets.lineOf(event.target);
    if (n === null) return;
    const character = desk.mode === "quote" && desk.offsets.character(event.clientX, event.clientY);
    if (character && actions.candidate(character[0])) return;
    if (desk.mode === "quote" && !event.target.closest("mark")) desk.setMode("line");
    desk.cursor.to(n, { extend: event.shiftKey, scroll: null });
    const id = event.target.closest("mark")?.dataset.id;
    if (!id) return;
    const quote = desk.labels.quotes.has(id) ? id : desk.labels.stances.get(id)?.quote;
    if (quote) actions.enter(quote);
  }
}
