/** What floats over the current quote: ghosts of the guesses, letters on the candidates, the digits of the stances. */
import { locked } from "./base.js";
import { h } from "./dom.js";
import { POLARITY } from "./stances.js";
import { atRest, soon } from "./when.js";

const SETTLED = 600;
export const LETTERS = ["a", "f", "g", "j", "r", "b"];
const NONE = { sources: [], cues: [] };

export class Hints {
  /** @param {import("./desk.js").Desk} desk */
  constructor(desk, { quotes, attribution, stances, pageStances, selection }) {
    Object.assign(this, { desk, quotes, attribution, stances, pageStances, selection });
    Object.assign(this, { found: NONE, stale: true, opened: new Set(), box: h("div") });
    desk.overlay.append(this.box);
    this.draw = () => this.#draw();
    this.place = () => this.#place();
    this.tidy = () => this.#close();
    desk.on("current mode reload selection", () => this.later());
    desk.on("change", ({ items }) => items && this.later());
    addEventListener("resize", () => this.later());
  }

  later() {
    this.stale = true;
    soon(this.draw);
  }

  /** The candidate that a letter stands for, or undefined. @param {"sources"|"cues"} field */
  span(field, letter) {
    return this.#find()[field][LETTERS.indexOf(letter)];
  }

  /** Takes the candidate whose words stand at an offset; false where there is none. */
  take(offset) {
    const found = this.#find();
    for (const field of ["sources", "cues"]) {
      const span = found[field].find(([start, end]) => start <= offset && offset < end);
      if (span) return this.attribution.set(field, [span]);
    }
    return false;
  }

  /** The quote that letters stand for: none while words are selected. */
  get #quote() {
    const { desk, quotes, selection } = this;
    return desk.mode === "quote" && !desk.locked && !locked(desk, "quotes") && !selection.some ? quotes.current : null;
  }

  /** The candidates with a letter; worked out anew when a key comes before the frame that shows them. */
  #find() {
    if (!this.stale) return this.found;
    this.stale = false;
    const quote = this.#quote;
    const { sources, cues } = quote ? this.attribution.guesses.for(quote) : NONE;
    return (this.found = { sources: sources.slice(0, LETTERS.length), cues: cues.slice(0, LETTERS.length) });
  }

  /** Writes all that needs no place: ghosts, the digits, the room for them. */
  #draw() {
    const { desk } = this;
    this.#find();
    const quote = this.#quote;
    this.#ghosts(quote);
    const asked = desk.asks("stances") && quote?.contents.length;
    const n = desk.mode === "stance" && !desk.locked ? desk.cursor.n : asked ? desk.text.lineAt(quote.contents.at(-1)[0]) : null;
    this.line = n && desk.offsets.line(n);
    if (this.line) this.#open(this.line);
    else if (desk.locked || !["quote", "stance"].includes(desk.base)) this.#closeSoon();
    soon(this.place, { reads: true });
  }

  /** Reads where lines and words stand; gives what puts letters and digits there. */
  #place() {
    const { found, line, desk } = this;
    const origin = desk.overlay.getBoundingClientRect();
    const letters = ["cues", "sources"].flatMap((field) => found[field].map((span, at) => this.#letter(span, at, field, origin)));
    const top = line && line.getBoundingClientRect().bottom - origin.top + 2;
    return () => {
      if (line) this.digits = this.#digits();
      if (line) this.digits.style.top = `${top}px`;
      this.box.replaceChildren(...letters.filter(Boolean), ...(line ? [this.digits] : []));
    };
  }

  /** Makes room under a line. The room under others goes when the keys rest: to take it now would move this one. */
  #open(line) {
    clearTimeout(this.closing);
    if (!this.opened.has(line)) line.classList.add("opened");
    this.opened.add(line);
    if (this.opened.size > 1) atRest(this.tidy);
  }

  /** Takes the room away a moment later, so that nothing moves under a double click or a drag. */
  #closeSoon() {
    clearTimeout(this.closing);
    if (this.opened.size) this.closing = setTimeout(this.tidy, SETTLED);
  }

  /** Takes away the room under all lines but the one in use; the text stays where it is in the window. */
  #close() {
    const { desk, opened, line: kept } = this;
    if (this.selection.some || desk.surface.matches(":active")) return this.#closeSoon();
    const anchor = kept ?? desk.offsets.line(desk.cursor.n);
    const { top } = anchor.getBoundingClientRect();
    for (const line of opened) if (line !== kept) line.classList.remove("opened");
    this.opened = new Set(kept ? [kept] : []);
    desk.scroll.scrollTop += anchor.getBoundingClientRect().top - top;
    return this.place()?.();
  }

  #ghosts(quote) {
    if (!CSS.highlights) return;
    const open = quote ? this.attribution.proposed(quote) : [];
    if (open.length) CSS.highlights.set("ghost", new Highlight(...open.map(([, span]) => this.desk.offsets.range(...span))));
    else CSS.highlights.delete("ghost");
  }

  #letter(span, at, field, origin) {
    const rect = this.desk.offsets.range(...span).getClientRects()[0];
    if (!rect) return null;
    const cue = field === "cues";
    const letter = cue ? LETTERS[at].toUpperCase() : LETTERS[at];
    const words = this.desk.text.slice(...span);
    const button = h(
      cue ? "button.letter.as-cue" : "button.letter",
      {
        tabIndex: -1,
        data: { start: span[0], end: span[1] },
        title: `${cue ? "Cue" : "Source"}: ${words}`,
        "aria-label": `${cue ? "Cue" : "Source"} ${words}`,
        on: { click: () => this.attribution.set(field, [span]) },
      },
      letter,
    );
    button.style.left = `${rect.left - origin.left}px`;
    button.style.top = `${rect.top - origin.top}px`;
    return button;
  }

  /** The buttons of the stances, made again when what they say has changed. */
  #digits() {
    const { desk, stances, pageStances } = this;
    const onPage = desk.mode === "stance";
    const { explicit, page } = stances.draft;
    const holder = onPage ? `${desk.name(pageStances.holder)} ` : "";
    const said = JSON.stringify([onPage, holder, desk.name(desk.target), explicit, page]);
    if (this.said === said && this.digits) return this.digits;
    this.said = said;
    const buttons = stances.digits.map(([key, polarity]) =>
      h(
        "button.button",
        {
          on: {
            click: (event) => (onPage ? pageStances : stances)[onPage ? "set" : "digit"](polarity, { stay: event.shiftKey }),
          },
        },
        h("kbd", {}, key),
        ` ${POLARITY[polarity].sign} ${POLARITY[polarity].name}`,
      ),
    );
    const target = h(
      "button.button.toward",
      { on: { click: () => stances.chooseTarget() } },
      `${holder}toward `,
      h("b", {}, desk.name(desk.target) || "… choose"),
      " ",
      h("kbd", {}, "t"),
    );
    const openly = explicit !== null && h("span.toward", {}, explicit ? "explicit" : "implicit", page ? `, page ${page}` : "");
    return h("div.float.stances", { role: "toolbar", "aria-label": "Stance" }, buttons, openly, target);
  }
}
