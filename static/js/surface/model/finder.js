// Search in the page's text, folded by the page's language; a match is found folded and told in code points.
import { fold } from "./fold.js";

export class Finder {
  /** @param {import("./text.js").PageText} text  @param {Record<string, string>} table  of the language's folding */
  constructor(text, table) {
    Object.assign(this, { text, table });
  }

  /** Every match, in order: its line, and where it begins in the folded line. @returns {{n: number, at: number}[]} */
  find(query) {
    this.lines ??= fold(this.text.text, this.table).split("\n");
    const wanted = fold(query, this.table);
    this.length = wanted.length;
    const found = [];
    if (wanted)
      this.lines.forEach((line, index) => {
        for (let at = line.indexOf(wanted); at >= 0; at = line.indexOf(wanted, at + wanted.length))
          found.push({ n: index + 1, at });
      });
    return found;
  }

  /** Code points [start, end) of a match of the last search; a letter keeps the marks that stand on it. */
  span({ n, at }) {
    const start = this.text.lineStart(n);
    const widths = Array.from(this.text.lineText(n), (one) => fold(one, this.table).length);
    let [passed, first] = [0, 0];
    while (passed + widths[first] <= at) passed += widths[first++];
    let last = first;
    while (last < widths.length && (passed < at + this.length || !widths[last])) passed += widths[last++];
    return [start + first, start + last];
  }
}
