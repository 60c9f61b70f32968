/** Search in the page's text: matches are drawn while one types, Enter goes on, Escape goes back to where one was. */
import { Finder } from "../model/finder.js";
import { h } from "./dom.js";
import { visibleLines } from "./visible.js";

const MOST = 100;

export class Search {
  /** @param {import("./desk.js").Desk} desk */
  constructor(desk) {
    Object.assign(this, { desk, found: [], at: 0, frame: 0 });
    const act = (label, title, work) => h("button.button", { title, "aria-label": title, on: { click: work } }, label);
    this.input = h("input.input", {
      type: "search",
      "aria-label": "Search in the text",
      spellcheck: false,
      on: { input: () => this.#look(), keydown: (event) => this.#key(event) },
    });
    this.count = h("span.dim", { role: "status" });
    this.box = h(
      "div.float",
      { id: "find", role: "search", on: { focusout: (event) => this.#left(event) } },
      this.input,
      this.count,
      act("↑", "Previous match (Shift+Enter)", () => this.#go(-1)),
      act("↓", "Next match (Enter)", () => this.#go(1)),
      act("✕", "Back (Escape)", () => this.#close(true)),
    );
    const later = () => this.box.isConnected && this.#later();
    desk.scroll.addEventListener("scroll", later);
    desk.on("change", later);
  }

  open() {
    const { desk } = this;
    const words = desk.offsets.selection();
    if (words) this.input.value = desk.text.slice(...words).split("\n")[0];
    this.finder ??= new Finder(desk.text, desk.language.fold);
    this.back = { n: desk.cursor.n, anchor: desk.cursor.anchor, top: desk.scroll.scrollTop };
    document.getElementById("text").append(this.box);
    this.input.focus();
    this.input.select();
    this.#look();
  }

  #look() {
    this.found = this.finder.find(this.input.value);
    const next = this.found.findIndex(({ n }) => n >= this.back.n);
    this.at = Math.max(0, next);
    this.#show();
  }

  #go(direction) {
    this.at = (this.at + direction + this.found.length) % (this.found.length || 1);
    this.#show();
  }

  #show() {
    const { desk, found, at } = this;
    this.count.textContent = found.length ? `${at + 1} of ${found.length}` : this.input.value ? "none" : "";
    if (found.length) desk.cursor.to(found[at].n);
    else desk.cursor.to(this.back.n);
    this.#later();
  }

  #later() {
    this.frame ||= requestAnimationFrame(() => {
      this.frame = 0;
      this.#draw();
    });
  }

  /** Only what shows is drawn, since each range costs time with every key. */
  #draw() {
    const { desk, found, at } = this;
    if (!CSS.highlights || !this.box.isConnected) return;
    const shown = new Set(visibleLines(desk).map((line) => desk.offsets.lineOf(line)));
    const ranges = (list) => list.map((one) => desk.offsets.range(...this.finder.span(one)));
    const near = found.filter(({ n }) => shown.has(n)).slice(0, MOST);
    CSS.highlights.set("found", new Highlight(...ranges(near)));
    CSS.highlights.set("goto", new Highlight(...ranges(found.slice(at, at + 1))));
  }

  #key(event) {
    if (event.key === "Enter") this.#go(event.shiftKey ? -1 : 1);
    else if (event.key === "Escape") this.#close(true);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** Who goes to the text instead of back stays at the match. */
  #left({ relatedTarget }) {
    if (document.hasFocus() && !this.box.contains(relatedTarget)) this.#close(false);
  }

  #close(back) {
    const { desk } = this;
    if (!this.back) return;
    const { n, anchor, top } = this.back;
    this.back = null; // first of all: removing the field takes the focus from it
    this.box.remove();
    for (const name of ["found", "goto"]) CSS.highlights?.delete(name);
    if (!back) return;
    desk.cursor.to(anchor, { scroll: null });
    desk.cursor.to(n, { extend: true, scroll: null });
    desk.scroll.scrollTop = top;
    desk.focus();
  }
}
