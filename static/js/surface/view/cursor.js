/** The line cursor: one line, or a range of lines from an anchor; shown by class and aria, never by focus. */
import { soon } from "./when.js";

const MARGIN = 96; // px that stay in sight above and below the line

const NOTHING = { first: 1, last: 0 };

export class Cursor {
  /** @param {import("./desk.js").Desk} desk */
  constructor(desk) {
    this.desk = desk;
    this.n = 1;
    this.anchor = 1;
    this.shown = NOTHING;
    this.scroll = null;
    this.reveal = () => this.#reveal();
  }

  /** The lines that a command acts on. */
  get range() {
    return { first: Math.min(this.n, this.anchor), last: Math.max(this.n, this.anchor) };
  }

  /** Moves to line n; with `extend` the anchor stays. `block` is where the line comes to stand if it has to be scrolled in. */
  to(n, { extend = false, scroll = "nearest" } = {}) {
    const { desk } = this;
    const line = Math.max(1, Math.min(n, desk.text.lineCount));
    desk.offsets.line(this.n).classList.remove("now");
    this.n = line;
    if (!extend) this.anchor = line;
    const element = desk.offsets.line(line);
    element.classList.add("now");
    if (desk.reading) desk.surface.removeAttribute("aria-activedescendant");
    else desk.surface.setAttribute("aria-activedescendant", element.id);
    this.#select();
    this.#later(scroll);
    desk.emit("cursor");
  }

  #later(scroll) {
    this.scroll = scroll;
    if (scroll) soon(this.reveal, { reads: true });
  }

  /** Reads where the line stands; gives what scrolls it into sight. */
  #reveal() {
    const { scroll: block, desk } = this;
    const { offsets, scroll: box } = desk;
    this.scroll = null;
    if (!block) return null;
    const line = offsets.line(this.n);
    if (block === "center") return () => line.scrollIntoView({ block });
    const [inner, outer] = [line.getBoundingClientRect(), box.getBoundingClientRect()];
    const above = inner.top - outer.top - MARGIN;
    const below = inner.bottom - outer.bottom + MARGIN;
    const by = above < 0 ? above : below > 0 ? Math.min(below, above) : 0;
    return () => by && (box.scrollTop += by);
  }

  #select() {
    const { first, last } = this.desk.reading ? NOTHING : this.range;
    const old = this.shown;
    for (let n = old.first; n <= old.last; n += 1)
      if (n < first || n > last) this.desk.offsets.line(n).removeAttribute("aria-selected");
    for (let n = first; n <= last; n += 1)
      if (n < old.first || n > old.last) this.desk.offsets.line(n).setAttribute("aria-selected", "true");
    this.shown = { first, last };
  }

  /** The next line that is not blank, from n in a direction; n itself at the end of the text. */
  step(n, direction) {
    for (let to = n + direction; to >= 1 && to <= this.desk.text.lineCount; to += direction)
      if (!this.desk.text.isBlank(to)) return to;
    return n;
  }

  /** The first line of the next or previous block; blocks are parted by blank lines. */
  block(direction) {
    const { text } = this.desk;
    const starts = (n) => !text.isBlank(n) && (n === 1 || text.isBlank(n - 1));
    for (let n = this.n + direction; n >= 1 && n <= text.lineCount; n += direction) if (starts(n)) return n;
    return this.n;
  }
}
