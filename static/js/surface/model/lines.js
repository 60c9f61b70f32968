// The labels of a page's lines, with a byte a line beside them so that runs and gaps are found by plain scans.

import { sameValue } from "./operations.js";

const CODES = { body: 1, boilerplate: 2, optional: 3 };
const UNLABELLED = 0;
const BLANK = 255; // blank and unlabelled: belongs to whatever stands around it

export class LineLabels {
  #text;
  #codes;

  /** @param {import("./text.js").PageText} text @param {object[]} runs */
  constructor(text, runs) {
    this.#text = text;
    this.labels = new Map();
    this.#codes = new Uint8Array(text.lineCount + 1).fill(BLANK);
    this.total = 0;
    this.done = 0;
    for (let n = 1; n <= text.lineCount; n++) {
      if (text.isBlank(n)) continue;
      this.#codes[n] = UNLABELLED;
      this.total++;
    }
    for (const { first, last, ...label } of runs) {
      Object.freeze(label);
      for (const n of text.named(first, last)) this.put(n, label);
    }
  }

  /** Set or clear (null) the label of line n. @param {number} n @param {object|null} label */
  put(n, label) {
    const before = this.labels.get(n) ?? null;
    const blank = (before === null ? this.#codes[n] === BLANK : this.#text.isBlank(n));
    if (label) this.labels.set(n, label);
    else this.labels.delete(n);
    this.#codes[n] = label ? CODES[label.label] : blank ? BLANK : UNLABELLED;
    if (!blank) this.done += Number(label !== null) - Number(before !== null);
    return before;
  }

  /** The series of lines around n with n's label (unlabelled counts as one); blank unlabelled lines are passed over.
   * @param {number} n @returns {{first: number, last: number}} first and last are not blank, where any line isn't */
  run(n) {
    const home = this.#solid(n, 1) ?? this.#solid(n, -1);
    if (home === null) return { first: n, last: n };
    return { first: this.#edge(home, -1), last: this.#edge(home, 1) };
  }

  /** The next unlabelled, non-blank line before (-1) or after (+1) line n, or null. @returns {number|null} */
  nextUnlabelled(n, direction) {
    const from = n + direction;
    if (from < 1 || from >= this.#codes.length) return null;
    const found = direction > 0 ? this.#codes.indexOf(UNLABELLED, from) : this.#codes.lastIndexOf(UNLABELLED, from);
    return found < 1 ? null : found;
  }

  /** The first (1) or last (-1) line with a label ("body"), or null. @param {string} label @param {1|-1} end */
  extreme(label, end) {
    const found = end > 0 ? this.#codes.indexOf(CODES[label]) : this.#codes.lastIndexOf(CODES[label]);
    return found < 1 ? null : found;
  }

  /** Runs of equal label and kind, whoever set them, for an outline; those of guessed kind apart. @returns {object[]} */
  outline() {
    const runs = [];
    let last = null;
    for (let n = 1; n < this.#codes.length; n++) {
      if (this.#codes[n] === BLANK) continue;
      const label = this.labels.get(n);
      const guessed = label?.origin === "guessed";
      if (label && last && sameValue(last.label, label) && last.guessed === guessed) last.last = n;
      else last = label ? { first: n, last: n, label, guessed } : null;
      if (last?.first === n) runs.push(last);
    }
    return runs.map(({ label, ...run }) => ({ ...label, ...run }));
  }

  #solid(n, direction) {
    for (let at = n; at >= 1 && at < this.#codes.length; at += direction) if (this.#codes[at] !== BLANK) return at;
    return null;
  }

  #edge(home, direction) {
    const code = this.#codes[home];
    let edge = home;
    for (let at = home; at >= 1 && at < this.#codes.length; at += direction) {
      if (this.#codes[at] === code) edge = at;
      else if (this.#codes[at] !== BLANK) break;
    }
    return edge;
  }
}
