/** Line labels: body, boilerplate, kinds, fills, flags, and moving the cursor. */
import { setLines } from "../model/operations.js";
import { guessKinds } from "../model/kinds.js";

export class LineCommands {
  /** @param {import("./desk.js").Desk} desk */
  constructor(desk) {
    this.desk = desk;
  }

  /** The lines of a range that carry a label: its non-blank ones, or the one line that is named alone. */
  named({ first, last }) {
    return [...this.desk.text.named(first, last)];
  }

  /** Labels the cursor's range, or its run from the cursor on, and steps down. @param {"body"|"boilerplate"|"optional"} label */
  label(label, { fill = false } = {}) {
    const { desk } = this;
    const range = fill ? this.#restOfRun() : desk.cursor.range;
    if (range.first === range.last && desk.text.isBlank(range.first)) return this.#down(range.last);
    const kinds = this.#kinds(range, label);
    this.#set(range, (n) => ({ label, kind: kinds.get(n) ?? null }), label);
    return this.#down(range.last);
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

  /** Gives the range (or the rest of its run) a kind with the label that the kind brings. @param {string} id */
  kind(id, { fill = false } = {}) {
    const { desk } = this;
    const kind = desk.scheme.kinds.find((one) => one.id === id);
    const range = fill ? this.#restOfRun() : desk.cursor.range;
    this.#set(range, () => ({ label: kind.parent, kind: id }), kind.name.toLowerCase());
    this.#down(range.last);
  }

  /** Takes the labels of the range away. */
  clear() {
    const ranges = this.#ranges(this.desk.cursor.range, () => ({ label: null }));
    if (ranges.length)
      this.desk.change([setLines(ranges)], { said: `${this.#words(this.desk.cursor.range)} unlabelled` });
  }

  /** Sets or takes away a flag on the labelled lines of the range. @param {"unsure"|"mixed"} flag */
  flag(flag) {
    const { labels, cursor } = this.desk;
    const lines = this.named(cursor.range).filter((n) => labels.lines.has(n));
    if (!lines.length) return this.desk.refuse("A flag needs a label on the line first.");
    const on = !lines.every((n) => labels.lines.get(n).flags.includes(flag));
    const value = (n) => {
      const { label, kind, flags } = labels.lines.get(n);
      return { label, kind, flags: on ? [...new Set([...flags, flag])].sort() : flags.filter((one) => one !== flag) };
    };
    const ranges = lines.map((n) => ({ first: n, last: n, origin: "hand", source: null, ...value(n) }));
    return this.desk.change([setLines(ranges)], { said: `${this.#words(cursor.range)} ${on ? "" : "not "}${flag}` });
  }

  /** Gives every line of the same text the label of this one, as one step. */
  propagate() {
    const { text, labels, cursor } = this.desk;
    const label = labels.lines.get(cursor.n);
    if (!label) return this.desk.refuse("This line has no label to pass on.");
    const own = text.lineText(cursor.n).trim();
    const ranges = [];
    for (let n = 1; n <= text.lineCount; n += 1) {
      if (n !== cursor.n && text.lineText(n).trim() === own) {
        ranges.push({
          first: n,
          last: n,
          label: label.label,
          kind: label.kind,
          flags: label.flags,
          origin: "propagated",
          source: null,
        });
      }
    }
    if (!ranges.length) return this.desk.refuse("No other line of this page has the same text.");
    return this.desk.change([setLines(ranges)], { said: `${ranges.length} equal lines ${label.label}` });
  }

  #restOfRun() {
    const { labels, cursor } = this.desk;
    return { first: cursor.n, last: Math.max(cursor.n, labels.run(cursor.n).last) };
  }

  #kinds(range, label) {
    const { text, labels, scheme } = this.desk;
    return scheme.kinds?.length ? guessKinds(text, labels, this.named(range), label, scheme) : new Map();
  }

  #set(range, value, word) {
    const ranges = this.#ranges(range, (n) => ({ ...value(n), flags: [], origin: "hand", source: null }));
    if (ranges.length) this.desk.change([setLines(ranges)], { said: `${this.#words(range)} ${word}` });
  }

  /** Ranges of equal value over the lines of a range, as few as there can be. */
  #ranges(range, value) {
    const ranges = [];
    for (const n of this.named(range)) {
      const now = value(n);
      const last = ranges.at(-1);
      if (last && last.label === now.label && last.kind === now.kind) last.last = n;
      else ranges.push({ first: n, last: n, ...now });
    }
    return ranges;
  }

  #words({ first, last }) {
    return first === last ? `Line ${first}` : `Lines ${first} to ${last}`;
  }

  #down(last) {
    const { cursor } = this.desk;
    cursor.to(cursor.step(last, 1));
  }
}
