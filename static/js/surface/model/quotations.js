// Quotations of a page by its marks and dashes: nested, left open, continued over paragraphs; judged by its language.

import { dialogue } from "./dialogue.js";
import { compile, holds } from "./language.js";
import { pairMarks } from "./marks.js";
import { wordsIn } from "./words.js";

/**
 * @typedef {object} Quotation
 * @property {[number, number][]} spans  code points, marks included; one span a line
 * @property {boolean} unclosed
 * @property {number} depth          0 = outermost
 * @property {number|null} parent    index of the quotation around it, in the same list
 */

const CONTEXT = 6; // non-blank lines looked at around a place, so that what was opened earlier is known
const WRAPPED = 8; // lines that one quotation may run on over without an opening mark

/**
 * Find the quotations of lines first..last, in text order, an outer one before those inside it.
 * @param {import("./text.js").PageText} text
 * @param {{first: number, last: number}} range
 * @param {object} language the language JSON
 * @returns {Quotation[]}
 */
export function findQuotations(text, { first, last }, language) {
  const rules = compile(language);
  const found = [];
  let carried = null;
  for (let n = first; n <= last; n++) {
    if (text.isBlank(n)) continue;
    const line = text.lineText(n);
    const opened = carried && continues(carried, line, n, rules);
    const left = opened === "wrapped" ? [carried.mark] : [];
    const { pairs, closed } = pairMarks(line, rules, left);
    if (left.length) extend(carried, text, n, 0, closed.length ? closed[0] + 1 : line.length, !closed.length);
    const fresh = pairs.map((pair) => quotationOf(text, n, line, pair));
    if (opened === "again") join(carried, fresh.shift());
    found.push(...fresh, ...dialogue(text, n, line, rules));
    const open = fresh.findLast((one) => one.unclosed) ?? (carried?.unclosed && opened ? carried : null);
    if (open) open.lastLine = n;
    carried = open;
  }
  return nested(found);
}

/** The innermost quotation that holds the whole selection, or null; a selection that is one gives that one.
 * @returns {Quotation|null} */
export function enclosing(text, language, start, end) {
  const [from, to] = text.trim(start, end);
  const all = quotationsOn(text, language, text.lineAt(from));
  const around = all.filter(({ spans }) => spans.some(([s, e]) => s <= from && to <= e));
  return around.at(-1) ?? null;
}

/** The quotation around this one, or null. @param {Quotation} inner @returns {Quotation|null} */
export function outer(text, language, inner) {
  const all = quotationsOn(text, language, text.lineAt(inner.spans[0][0]));
  const same = all.find(({ spans }) => spans[0][0] === inner.spans[0][0] && spans[0][1] === inner.spans[0][1]);
  return same?.parent == null ? null : all[same.parent];
}

/** The quotations that touch line n; indices of parents hold for this list. @returns {Quotation[]} */
export function quotationsOn(text, language, n) {
  const range = { first: reach(text, n, -1), last: reach(text, n, 1) };
  const [from, to] = [text.lineStart(n), text.lineEnd(n)];
  const here = findQuotations(text, range, language);
  return nested(here.filter(({ spans }) => spans.some(([start, end]) => start < to && end > from)));
}

/** How an open quotation goes on in this line: with its mark `again`, as a `wrapped` line, or null. */
function continues(carried, line, n, rules) {
  const { pairs } = pairMarks(line, rules);
  const lead = line.search(/\S/u);
  if (pairs[0]?.open === lead && rules.closers.has(line[lead])) return ownCue(line, pairs[0], rules) ? null : "again";
  const adjacent = n === carried.lastLine + 1 && carried.spans.length < WRAPPED;
  const { closed } = pairMarks(line, rules, [carried.mark]);
  const before = pairs.filter(({ open }) => !closed.length || open < closed[0]);
  return adjacent && closed.length && !before.some(({ close }) => close === null) ? "wrapped" : null;
}

/** Tell whether the words outside the marks name somebody who speaks: then the paragraph is a quotation of its own. */
function ownCue(line, { open, close }, { verbs, particles, fold }) {
  const rest = line.slice(0, open) + (close === null ? "" : line.slice(close + 1));
  return wordsIn(rest).some(([start, end]) => holds(verbs, fold(rest.slice(start, end)), particles));
}

function quotationOf(text, n, line, { open, close, mark }) {
  const end = close === null ? line.length : close + 1;
  const span = text.trim(text.columnToOffset(n, open), text.columnToOffset(n, end));
  return { spans: [span], unclosed: close === null, mark };
}

function extend(carried, text, n, from, to, unclosed) {
  carried.spans.push(text.trim(text.columnToOffset(n, from), text.columnToOffset(n, to)));
  carried.unclosed = unclosed;
}

function join(carried, { spans, unclosed }) {
  carried.spans.push(...spans);
  carried.unclosed = unclosed;
}

/** Order by text and tell depth and parent by containment. */
function nested(found) {
  const sorted = found.sort((a, b) => a.spans[0][0] - b.spans[0][0] || endOf(b) - endOf(a));
  const around = [];
  return sorted.map(({ spans, unclosed }, i) => {
    while (around.length && endOf(sorted[around.at(-1)]) < endOf(sorted[i])) around.pop();
    while (around.length && endOf(sorted[around.at(-1)]) <= spans[0][0]) around.pop();
    const parent = around.at(-1) ?? null;
    around.push(i);
    return { spans, unclosed, depth: around.length - 1, parent };
  });
}

const endOf = ({ spans }) => spans.at(-1)[1];

function reach(text, n, direction) {
  let at = n;
  for (let seen = 0; seen < CONTEXT && at + direction >= 1 && at + direction <= text.lineCount; ) {
    at += direction;
    if (!text.isBlank(at)) seen++;
  }
  return at;
}
