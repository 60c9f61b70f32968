/** Line labels: body, boilerplate, kinds, fills, flags, and what is suggested. */
import { guessKinds } from "../model/kinds.js";
import { sameValue, setLines } from "../model/operations.js";

const BY_HAND = { origin: "hand", source: null };
const GUESSED = { origin: "guessed", source: null };
const ACCEPTED = { origin: "accepted", source: "rules" };

export class LineCommands {
  /** @param {import("./desk.js").Desk} desk  @param {import("./runs.js").Runs} runs */
  constructor(desk, runs) {
    Object.assign(this, { desk, runs });
  }

  /** The lines of a range that carry a label: its non-blank ones, or the one line that is named alone. */
  named({ first, last }) {
    return [...this.desk.text.named(first, last)];
  }

  /** Labels the cursor's range and steps down, or its run from the cursor on and goes to the next decision.
   * @param {"body"|"boilerplate"|"optional"} label */
  label(label, { fill = false } = {}) {
    const { desk, runs } = this;
    const range = fill ? runs.rest() : desk.cursor.range;
    if (range.first === range.last && desk.text.isBlank(range.first)) return this.#down(range.last);
    const lines = this.named(range);
    const kinds = this.#kinds(lines, () => label);
    this.#set(lines, (n) => ({ label, ...this.#guessed(kinds.get(n)) }), `${this.#words(range)} ${label}`);
    return fill ? runs.onward(range, label) : this.#down(range.last);
  }

  /** Labels the lines that a text selection touches. */
  ofSelection(label, selection) {
    const { offsets, text, cursor } = this.desk;
    const [start, end] = offsets.selection();
    selection.clear();
    cursor.to(text.lineAt(start), { scroll: null });
    cursor.to(text.lineAt(end - 1), { extend: true, scroll: null });
    this.label(label);
  }

  /** Gives the range a kind with the label that it brings, or all lines from the cursor on that say what its line says. */
  kind(id, { fill = false } = {}) {
    const { desk, runs } = this;
    const { name, parent: label } = desk.scheme.kinds.find((one) => one.id === id);
    const range = fill ? runs.rest({ kind: true }) : desk.cursor.range;
    const value = { label, kind: id, ...BY_HAND };
    this.#set(this.named(range), () => value, `${this.#words(range)} ${name.toLowerCase()}`);
    return fill ? runs.onward(range, label) : this.#down(range.last);
  }

  /** Accepts what is suggested, and guessed kinds, where the same is suggested as at the cursor; or everywhere. */
  accept({ all = false } = {}) {
    const { desk, runs } = this;
    const range = all ? { first: 1, last: desk.text.lineCount } : runs.alike(desk.cursor.range);
    const lines = this.named(range).filter((n) => runs.open(n));
    if (!lines.length) return desk.refuse("Nothing is suggested or guessed here.");
    const old = desk.labels.lines;
    const kinds = this.#kinds(lines.filter((n) => !old.has(n)), (n) => runs.open(n));
    const value = (n) => {
      const { kind = kinds.get(n) ?? null, flags = [] } = old.get(n) ?? {};
      return { label: runs.open(n), kind, flags, ...ACCEPTED };
    };
    this.#set(lines, value, `${this.#words(range)} accepted`);
    return all || this.#down(range.last);
  }

  /** Takes the labels of the range away. */
  clear() {
    const { range } = this.desk.cursor;
    this.#set(this.named(range), () => ({ label: null }), `${this.#words(range)} unlabelled`);
  }

  /** Sets or takes away a flag on the labelled lines of the range. @param {"unsure"|"mixed"} flag */
  flag(flag) {
    const { labels, cursor } = this.desk;
    const lines = this.named(cursor.range).filter((n) => labels.lines.has(n));
    if (!lines.length) return this.desk.refuse("A flag needs a label on the line first.");
    const on = !lines.every((n) => labels.lines.get(n).flags.includes(flag));
    const value = (n) => {
      const { label, kind, flags, origin, source } = labels.lines.get(n);
      const others = flags.filter((one) => one !== flag);
      return { label, kind, flags: on ? [...others, flag].sort() : others, origin, source };
    };
    return this.#set(lines, value, `${this.#words(cursor.range)} ${on ? "" : "not "}${flag}`);
  }

  /** Gives every line of the same text the label of this one, as one step. */
  propagate() {
    const { text, labels, cursor } = this.desk;
    const own = labels.lines.get(cursor.n);
    if (!own) return this.desk.refuse("This line has no label to pass on.");
    const words = text.lineText(cursor.n).trim();
    const lines = [];
    for (let n = 1; n <= text.lineCount; n++) if (n !== cursor.n && text.lineText(n).trim() === words) lines.push(n);
    if (!lines.length) return this.desk.refuse("No other line of this page has the same text.");
    const { label, kind, flags } = own;
    const value = { label, kind, flags, origin: "propagated", source: null };
    return this.#set(lines, () => value, `${lines.length} equal lines ${label}`);
  }

  #kinds(lines, labelOf) {
    const { labels, scheme } = this.desk;
    return scheme.kinds?.length ? guessKinds(this.runs.suggestions, labels, lines, labelOf, scheme) : new Map();
  }

  #guessed(kind) {
    return kind ? { kind, ...GUESSED } : { kind: null, ...BY_HAND };
  }

  /** One step over these lines, in ranges of equal value, as few as there can be. */
  #set(lines, value, said) {
    const ranges = [];
    for (const n of lines) {
      const now = { kind: null, flags: [], ...value(n) };
      const last = ranges.at(-1);
      const joins = sameValue(last, now) && last.origin === now.origin && this.desk.cursor.step(last.last, 1) === n;
      if (joins) last.last = n;
      else ranges.push({ first: n, last: n, ...now });
    }
    return ranges.length > 0 && this.desk.change([setLines(ranges)], { said });
  }

  #words({ first, last }) {
    return first === last ? `Line ${first}` : `Lines ${first} to ${last}`;
  }

  #down(last) {
    const { cursor } = this.desk;
    cursor.to(cursor.step(last, 1));
  }
}
