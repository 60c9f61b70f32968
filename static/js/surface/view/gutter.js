/** The mouse in the text: gutter for lines and ranges, marks for quotes, marks of quotation for whole quotations. */
import { h } from "./dom.js";

const EDGE = 24;

export class Gutter {
  /** @param {import("./desk.js").Desk} desk  @param {{label: Function, kinds: Function, enter: Function, note: Function}} actions */
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
    const inside = this.from && event.pointerType === "touch";
    this.desk.cursor.to(n, { extend: event.shiftKey || inside, scroll: null });
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
    this.from = false;
    this.#offer();
  }

  /** Small buttons at the end of the range. */
  #offer() {
    const { desk, actions } = this;
    if (desk.locked || !desk.asks("lines")) return;
    const button = (label, title, act) =>
      h("button.button", { title, "aria-label": title, on: { click: () => this.#done(act) } }, label);
    const { labels, kinds } = desk.scheme;
    const fromHere =
      matchMedia("(pointer: coarse)").matches &&
      button("From here…", "The next tap in the gutter ends the range", () => (this.from = true));
    this.chips.replaceChildren(
      button("B", "Body (b)", () => actions.label("body")),
      button("X", "Boilerplate (x)", () => actions.label("boilerplate")),
      labels.includes("optional") ? button("O", "Optional (g o)", () => actions.label("optional")) : "",
      kinds?.length ? button("Kind…", "Kind (g)", () => actions.kinds()) : "",
      button("?", "Unsure (y)", () => actions.flag("unsure")),
      button("=", "The same for every line of this text", () => actions.propagate()),
      button("⌫", "No label (Backspace)", () => actions.clear()),
      fromHere || "",
    );
    const line = desk.offsets.line(desk.cursor.n).getBoundingClientRect();
    const origin = desk.overlay.getBoundingClientRect();
    this.chips.style.top = `${line.bottom - origin.top + 2}px`;
    this.chips.style.left = "44px";
    desk.overlay.append(this.chips);
  }

  #done(act) {
    this.chips.remove();
    act();
    this.desk.focus();
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
