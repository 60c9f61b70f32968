// A line as quotes see it: its outermost quotations, its sentences, and the spans that a clause comes to.

import { Sentence } from "./clauses.js";
import { compile } from "./language.js";
import { quotationsOn } from "./quotations.js";
import { sentencesIn, withoutStop } from "./words.js";

const MARKS = /["“”„«»‹›「」『』'‘’]/u;

/** Columns are UTF-16 columns of the line. */
export class QuoteLine {
  /** @param {import("./text.js").PageText} text  @param {object} language  @param {number} n */
  constructor(text, language, n) {
    Object.assign(this, { text, language, n, line: text.lineText(n), rules: compile(language) });
    this.quotations = this.#outermost(n).map((one) => ({ ...one, columns: this.#columnsOf(one) }));
    const quoted = this.quotations.map(({ columns }) => columns);
    this.sentences = [];
    for (const span of sentencesIn(this.line, language)) {
      const last = this.sentences.at(-1);
      if (last && quoted.some(([open, close]) => open < span[0] && span[0] < close)) last[1] = span[1];
      else this.sentences.push(span);
    }
    this.sentences = this.sentences.map((span) => new Sentence(this.line, span, this.rules, quoted));
  }

  #outermost(n) {
    const { text, language, rules } = this;
    if (!MARKS.test(text.lineText(n)) && !rules.dashes.length) return [];
    return quotationsOn(text, language, n).filter(({ depth }) => depth === 0);
  }

  #columnsOf({ spans }) {
    const here = spans.find(([start]) => this.text.lineAt(start) === this.n) ?? spans[0];
    return here.map((offset) => this.text.offsetToColumn(this.n, offset));
  }

  /** The next paragraph, where it is one quotation from its first mark to its last. */
  nextParagraph() {
    const { text } = this;
    let n = this.n + 1;
    while (n <= text.lineCount && text.isBlank(n)) n++;
    if (n > text.lineCount) return [];
    const [start, end] = text.trim(text.lineStart(n), text.lineEnd(n));
    const [whole] = this.#outermost(n);
    const same = whole?.spans.length === 1 && whole.spans[0][0] === start && whole.spans[0][1] === end;
    return same && /[,.!?…]/u.test(text.slice(start, end)) ? [{ ...whole, paragraph: true }] : [];
  }

  /** Code points of columns. @returns {[number, number]} */
  span([start, end]) {
    return [start, end].map((column) => this.text.columnToOffset(this.n, column));
  }

  /** Code points of a clause: without white space at its ends and without the sentence's stop. */
  clause(start, end) {
    return withoutStop(this.text, this.language, this.text.trim(...this.span([start, end])));
  }

  /** Where a clause begins whose first word is at `to`: an opening mark after `from` belongs to it. */
  opening(from, to) {
    const mark = this.quotations.find(({ columns }) => columns[0] >= from && columns[0] < to);
    return mark ? mark.columns[0] : to;
  }

  /** Where a clause ends whose last word ends at `from`: a closing mark before `to` belongs to it. */
  closing(from, to) {
    const mark = this.quotations.find(({ columns }) => columns[1] > from && columns[1] <= to);
    return mark ? mark.columns[1] : from;
  }
}
