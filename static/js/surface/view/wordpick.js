/** Letters on words: the first names where a span begins, the second where it ends. */
import { quotationsOn } from "../model/quotations.js";
import { wordsIn } from "../model/words.js";
import { h } from "./dom.js";

const ALPHABET = [..."abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"];

/** As many labels of one letter as there can be, then of two. @param {number} count @returns {string[]} */
export function labelsFor(count) {
  const size = ALPHABET.length;
  const doubled = count > size ? Math.min(size, Math.ceil((count - size) / (size - 1))) : 0;
  const single = ALPHABET.slice(0, size - doubled);
  return [...single, ...ALPHABET.slice(size - doubled).flatMap((one) => ALPHABET.map((other) => one + other))].slice(0, count);
}

export class WordPick {
  /** @param {import("./desk.js").Desk} desk */
  constructor(desk) {
    this.desk = desk;
    this.box = h("div");
    desk.overlay.append(this.box);
    desk.on("mode", () => desk.mode !== "words" && this.box.replaceChildren());
    desk.on("current reload", () => desk.mode === "words" && this.leave());
    addEventListener("resize", () => this.#draw());
  }

  /** Asks for a span on the lines of a quote (its own words first), or on the cursor's line. @param {(spans: [number, number][]) => void} done */
  pick(quote, done) {
    const { desk } = this;
    const parts = quote ? [...quote.contents, ...quote.cues] : [];
    const lines = new Set([...parts.map(([start]) => desk.text.lineAt(start)), ...(parts.length ? [] : [desk.cursor.n])]);
    const words = [...lines].sort((a, b) => a - b).flatMap((n) => this.#words(n));
    const own = ([start, end]) => parts.some(([from, to]) => from <= start && end <= to);
    if (!words.length) return desk.refuse("There are no words here.");
    Object.assign(this, { words, own, done, first: null });
    desk.setMode("words");
    desk.say("The letter of the first word, then of the last");
    this.#label(words);
    return true;
  }

  #words(n) {
    const { text } = this.desk;
    return wordsIn(text.lineText(n)).map((word) => word.map((column) => text.columnToOffset(n, column)));
  }

  #label(words) {
    const near = this.first ? words : [...words].sort((a, b) => this.own(b) - this.own(a) || a[0] - b[0]);
    const labels = labelsFor(near.length);
    this.labelled = new Map(labels.map((label, at) => [label, near[at]]));
    this.typed = "";
    this.#draw();
  }

  /** A letter: the beginning, then the end of the span; a prefix waits for its second letter. */
  letter(key) {
    const { desk } = this;
    this.typed += key;
    const word = this.labelled.get(this.typed);
    if (!word) {
      if (![...this.labelled.keys()].some((label) => label.startsWith(this.typed))) this.typed = "";
      return this.#draw();
    }
    if (this.first) {
      const span = [this.first[0], word[1]];
      this.leave();
      return this.done([this.#marks(span)]);
    }
    this.first = word;
    const n = desk.text.lineAt(word[0]);
    return this.#label(this.words.filter(([start]) => start >= word[0] && desk.text.lineAt(start) === n));
  }

  /** A span that holds all words of a quotation takes its marks, too. */
  #marks(span) {
    const { text, language } = this.desk;
    return quotationsOn(text, language, text.lineAt(span[0])).flatMap(({ spans }) => spans).reduce(([start, end], [from, to]) => {
      const inner = this.words.filter((word) => from <= word[0] && word[1] <= to);
      const held = inner.length && start <= inner[0][0] && inner.at(-1)[1] <= end;
      return held ? [Math.min(start, from), Math.max(end, to)] : [start, end];
    }, span);
  }

  leave() {
    this.desk.setMode(this.desk.base);
    return true;
  }

  #draw() {
    if (this.desk.mode !== "words") return;
    const { desk } = this;
    const origin = desk.overlay.getBoundingClientRect();
    const places = [...this.labelled].filter(([label]) => label.startsWith(this.typed)).map(([label, span]) => [label, span, desk.offsets.range(...span).getClientRects()[0]]);
    this.box.replaceChildren(...places.filter(([, , rect]) => rect).map(([label, span, rect]) => {
      const words = desk.text.slice(...span);
      const button = h("button.letter.as-word", { tabIndex: -1, title: words, "aria-label": `${this.first ? "To" : "From"} ${words}`,
        data: { start: span[0], label }, on: { click: () => [...label.slice(this.typed.length)].forEach((key) => this.letter(key)) } }, label.slice(this.typed.length));
      button.style.left = `${rect.left - origin.left}px`;
      button.style.top = `${rect.top - origin.top}px`;
      return button;
    }));
  }
}
