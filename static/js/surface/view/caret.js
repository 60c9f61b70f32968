/** Selecting by words with the keyboard: a native selection from an anchor to a focus, both code points. */
import { enclosing } from "../model/quotations.js";
import { sentenceSpan, withoutStop, wordAfter, wordBefore } from "../model/words.js";

export class Caret {
  /** @param {import("./desk.js").Desk} desk */
  constructor(desk) {
    this.desk = desk;
  }

  /** `v`: starts at the first word of the cursor's line, or where the selection stands. */
  start() {
    const { desk } = this;
    const n = desk.cursor.n;
    [this.anchor, this.focus] = desk.offsets.selection() ?? this.#firstWord(n);
    desk.setMode("caret");
    this.#show();
  }

  /** Goes to the mode before; the selection stays for the command that left. */
  leave() {
    const { base, quote } = this.desk;
    this.desk.offsets.clear();
    this.desk.setMode(base === "quote" && !quote ? "line" : base);
  }

  /** A word further; the selection becomes that word, or grows to it. */
  word(direction, { extend = false } = {}) {
    const { text } = this.desk;
    const from = extend
      ? this.focus
      : direction > 0
        ? Math.max(this.anchor, this.focus)
        : Math.min(this.anchor, this.focus);
    const span = direction > 0 ? wordAfter(text, from) : wordBefore(text, from);
    if (!span) return;
    if (extend) this.focus = span[direction > 0 ? 1 : 0];
    else [this.anchor, this.focus] = span;
    this.desk.cursor.to(text.lineAt(this.focus > this.anchor ? this.focus - 1 : this.focus));
    this.#show();
  }

  /** A code point further with the focus. */
  point(direction) {
    this.focus = Math.max(0, Math.min(this.focus + direction, this.desk.text.length));
    this.#show();
  }

  /** The first word of the next or previous line. */
  line(direction) {
    const { cursor } = this.desk;
    const n = cursor.step(cursor.n, direction);
    [this.anchor, this.focus] = this.#firstWord(n);
    cursor.to(n);
    this.#show();
  }

  /** The first word of a line, whatever mark stands before it; a line without words gives its characters. */
  #firstWord(n) {
    const { text } = this.desk;
    const word = wordAfter(text, text.lineStart(n));
    const [start, end] = text.trim(text.lineStart(n), text.lineEnd(n));
    return word && word[0] < end ? word : [start, end];
  }

  otherEnd() {
    [this.anchor, this.focus] = [this.focus, this.anchor];
    this.#show();
  }

  /** The sentence around the focus, or the one before or after it when that is selected already. */
  sentence(direction) {
    const { text, language } = this.desk;
    const [start, end] = sentenceSpan(text, language, Math.min(this.focus, text.length - 1));
    const same = Math.min(this.anchor, this.focus) === start && Math.max(this.anchor, this.focus) === end;
    const at = direction > 0 ? end + 1 : start - 2;
    [this.anchor, this.focus] = same && at >= 0 && at < text.length ? sentenceSpan(text, language, at) : [start, end];
    this.desk.cursor.to(text.lineAt(this.anchor));
    this.#show();
  }

  /** Extends to the first or last word of the sentence; its stop is left out. */
  toEdge(direction) {
    const { text, language } = this.desk;
    const at = Math.min(this.anchor, this.focus);
    const [start, end] = withoutStop(text, language, sentenceSpan(text, language, direction > 0 ? Math.max(at, this.#last()) : at));
    if (direction > 0) [this.anchor, this.focus] = [at, end];
    else [this.anchor, this.focus] = [Math.max(this.anchor, this.focus), start];
    this.#show();
  }

  #last() {
    return Math.max(this.anchor, this.focus) - 1;
  }

  quotation() {
    const { text, language } = this.desk;
    const found = enclosing(text, language, Math.min(this.anchor, this.focus), Math.max(this.anchor, this.focus));
    if (!found) return this.desk.refuse("There is no quotation around these words.");
    [this.anchor, this.focus] = [found.spans[0][0], found.spans.at(-1)[1]];
    this.#show();
    return true;
  }

  #show() {
    if (this.anchor === this.focus) this.desk.offsets.clear();
    else this.desk.offsets.select(this.anchor, this.focus);
    this.desk.emit("selection");
  }
}
