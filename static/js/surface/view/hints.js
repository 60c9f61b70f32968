/** What floats over the current quote: ghosts of the guesses, letters on the candidates, the digits of the stances. */
import { h } from "./dom.js";
import { POLARITY } from "./stances.js";

const SETTLED = 600;
export const LETTERS = ["a", "f", "g", "j", "r", "b"];

export class Hints {
  /** @param {import("./desk.js").Desk} desk */
  constructor(desk, { quotes, attribution, stances, pageStances, selection }) {
    Object.assign(this, { desk, quotes, attribution, stances, pageStances, selection });
    this.found = { sources: [], cues: [] };
    this.frame = 0;
    this.box = h("div");
    desk.overlay.append(this.box);
    desk.on("current mode reload selection", () => this.later());
    desk.on("change", ({ items }) => items && this.later());
    addEventListener("resize", () => this.later());
  }

  later() {
    this.frame ||= requestAnimationFrame(() => this.now());
  }

  /** Draws what is still to be drawn: a key may come before the frame. */
  now() {
    if (!this.frame) return;
    cancelAnimationFrame(this.frame);
    this.frame = 0;
    this.draw();
  }

  /** The candidate that a letter stands for, or undefined. @param {"sources"|"cues"} field */
  span(field, letter) {
    this.now();
    return this.found[field][LETTERS.indexOf(letter)];
  }

  /** Takes the candidate whose words stand at an offset; false where there is none. */
  take(offset) {
    this.now();
    for (const field of ["sources", "cues"]) {
      const span = this.found[field].find(([start, end]) => start <= offset && offset < end);
      if (span) return this.attribution.set(field, [span]);
    }
    return false;
  }

  draw() {
    const { desk, quotes } = this;
    this.found = { sources: [], cues: [] };
    CSS.highlights?.delete("ghost");
    const shown = desk.locked ? [] : desk.mode === "stance" ? [this.#digits(desk.cursor.n)] : this.#ofQuote(quotes.current);
    this.box.replaceChildren(...shown);
    const there = this.box.querySelector(".stances");
    if (there) this.#open(this.line);
    else if (desk.locked || !["quote", "stance"].includes(desk.base)) this.#close();
  }

  /** Makes room under a line; the line itself stays where it is in the window. */
  #open(line) {
    clearTimeout(this.closing);
    if (this.opened === line) return;
    const { top } = line.getBoundingClientRect();
    this.opened?.classList.remove("opened");
    line.classList.add("opened");
    this.opened = line;
    this.desk.scroll.scrollTop += line.getBoundingClientRect().top - top;
  }

  /** Takes the room away a moment later, so that nothing moves under a double click or a drag. */
  #close() {
    clearTimeout(this.closing);
    this.closing = setTimeout(() => {
      if (this.selection.some || this.desk.surface.matches(":active")) return this.#close();
      this.opened?.classList.remove("opened");
      this.opened = null;
    }, SETTLED);
  }

  /** Everything for the current quote; places are read before anything is put on the screen. */
  #ofQuote(quote) {
    const { desk } = this;
    if (desk.mode !== "quote" || !quote || this.selection.some) return [];
    const { sources, cues } = this.attribution.guesses.for(quote);
    this.found = { sources: sources.slice(0, LETTERS.length), cues: cues.slice(0, LETTERS.length) };
    this.#ghosts(quote);
    const origin = desk.overlay.getBoundingClientRect();
    const letters = (field) => this.found[field].map((span, at) => this.#letter(span, at, field, origin));
    const stances = desk.asks("stances") && quote.contents.length;
    return [
      ...letters("cues"),
      ...letters("sources"),
      stances ? this.#digits(desk.text.lineAt(quote.contents.at(-1)[0])) : "",
    ].filter(Boolean);
  }

  #ghosts(quote) {
    if (!CSS.highlights) return;
    const open = this.attribution.proposed(quote);
    CSS.highlights.set("ghost", new Highlight(...open.map(([, span]) => this.desk.offsets.range(...span))));
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

  #digits(n) {
    const { desk, stances, pageStances } = this;
    const onPage = desk.mode === "stance";
    const line = desk.offsets.line(n);
    this.line = line;
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
    const holder = onPage ? `${desk.name(pageStances.holder)} ` : "";
    const target = h(
      "button.button.toward",
      { on: { click: () => stances.chooseTarget() } },
      `${holder}toward `,
      h("b", {}, desk.name(desk.target) || "… choose"),
      " ",
      h("kbd", {}, "t"),
    );
    const { explicit, page } = stances.draft;
    const openly = explicit !== null && h("span.toward", {}, explicit ? "explicit" : "implicit", page ? `, page ${page}` : "");
    const box = h("div.float.stances", { role: "toolbar", "aria-label": "Stance" }, buttons, openly, target);
    const origin = desk.overlay.getBoundingClientRect();
    box.style.top = `${line.getBoundingClientRect().bottom - origin.top + 2}px`;
    return box;
  }
}
