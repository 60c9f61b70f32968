/** Shows white space and invisible characters as signs above the text; the text itself stays as it is. */
import { h } from "./dom.js";
import { visibleLines } from "./visible.js";

const SIGNS = { " ": "·", "\t": "→", "\r": "␍", "\u00a0": "⍽", "\u202f": "⍽", "\u2007": "⍽" };
const SEEN_NOT = /[\s\p{Cc}\p{Cf}\p{Zs}]/gu;

export class Invisibles {
  /** @param {import("./desk.js").Desk} desk */
  constructor(desk) {
    Object.assign(this, { desk, on: false, frame: 0 });
    this.box = h("div.invisibles", { "aria-hidden": "true" });
    const later = () => this.on && this.#later();
    desk.scroll.addEventListener("scroll", later);
    addEventListener("resize", later);
    desk.on("change reload current", later);
  }

  toggle() {
    this.on = !this.on;
    if (this.on) this.desk.overlay.append(this.box);
    else this.box.remove();
    this.#later();
    this.desk.say(this.on ? "White space is shown" : "White space is hidden");
  }

  #later() {
    this.frame ||= requestAnimationFrame(() => {
      this.frame = 0;
      this.#draw();
    });
  }

  /** Every place is read before anything is put on the screen. */
  #draw() {
    const { desk, box } = this;
    const origin = desk.overlay.getBoundingClientRect();
    const signs = (this.on ? visibleLines(desk) : []).flatMap((line) => {
      const n = desk.offsets.lineOf(line);
      const start = desk.text.lineStart(n);
      return [...desk.text.lineText(n)].flatMap((one, at) => {
        if (!one.match(SEEN_NOT)) return [];
        const { left, top, width } = desk.offsets.range(start + at, start + at + 1).getBoundingClientRect();
        return [[SIGNS[one] ?? one.codePointAt(0).toString(16), left + width / 2 - origin.left, top - origin.top]];
      });
    });
    box.replaceChildren(
      ...signs.map(([sign, left, top]) => {
        const mark = h(sign.length > 1 ? "i.code" : "i", {}, sign);
        Object.assign(mark.style, { left: `${left}px`, top: `${top}px` });
        return mark;
      }),
    );
  }
}
