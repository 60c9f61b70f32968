// The quotation marks of one line, paired: which open, which close, and which are apostrophes, inches or years.

import { DOUBLE, SINGLE } from "./language.js";

const ANY = new RegExp(`[${DOUBLE}${SINGLE}]`, "g");
const WORDY = /[\p{L}\p{N}\p{M}]/u;
const SPACE = /[\s\u200b]/u;
const OPENING = /[\p{Ps}\p{Pi}\p{Pd}\p{Z}\s\u200b"'„‚:،,]/u;
const APOSTROPHES = "'’‛‘";

const AHEAD = 60; // marks looked at to tell an apostrophe or inches from a closer

/** @typedef {{open: number, close: number|null, mark: string}} Pair  UTF-16 columns of both marks; null = left open */

/**
 * Pair the marks of a line.
 * @param {string} line
 * @param {ReturnType<typeof import("./language.js").compile>} rules
 * @param {string[]} carried  opening marks still open from an earlier line
 * @returns {{pairs: Pair[], closed: number[]}} closed: columns of the marks that close carried ones, innermost first
 */
export function pairMarks(line, rules, carried = []) {
  const state = { open: carried.map((mark) => ({ open: -1, mark })), pairs: [], closed: [] };
  const found = [...line.matchAll(ANY)].map(({ 0: mark, index }) => describe(mark, index, line, rules));
  found.forEach((mark, i) => {
    const top = partner(mark, state.open, () => found.slice(i + 1, i + 1 + AHEAD));
    if (top >= 0) close(state, top, mark.index);
    else if (mark.mayOpen) state.open.push({ open: mark.index, mark: mark.sign });
  });
  for (const { open, mark } of state.open) {
    if (open >= 0 && !SINGLE.includes(mark)) state.pairs.push({ open, close: null, mark });
  }
  return { pairs: state.pairs.sort((a, b) => a.open - b.open), closed: state.closed };
}

/** What a mark may be, by the language and by what stands beside it. */
function describe(sign, index, line, { closers, closing, particles }) {
  const before = charBefore(line, index);
  const after = String.fromCodePoint(line.codePointAt(index + 1) ?? 32);
  const opens = closers.has(sign);
  const closes = closing.has(sign);
  const inWord = WORDY.test(before) && WORDY.test(after);
  const single = SINGLE.includes(sign);
  const begins = OPENING.test(before) || (inWord && particles.includes(wordBefore(line, index)));
  // A mark that can only open (or only close) needs no help from its neighbours; French puts spaces inside.
  const mayOpen = opens && !closes && !single ? true : begins && !SPACE.test(after);
  const mayClose = closes && !opens && !single ? true : !SPACE.test(before) || (SPACE.test(after) && !single);
  return {
    sign, index, before, after, single, closers,
    opens: opens || !closes,
    mayOpen: mayOpen && !(single && (inWord || !opens)),
    mayClose: mayClose && !(single && WORDY.test(after)),
  };
}

/** Index in `open` of the mark that this one closes, or -1; `later` gives the marks that follow. */
function partner(mark, open, later) {
  const { sign, single, mayClose } = mark;
  if (!mayClose) return -1;
  if (mark.mayOpen && mark.opens && SPACE.test(mark.before)) return spaced(mark, open);
  const exact = open.findLastIndex((one) => mark.closers.get(one.mark)?.has(sign));
  if (exact >= 0) return apostrophe(mark, later) || inches(mark, later) ? -1 : exact;
  // A closer of another kind still closes: „...", or “..." by a careless hand. A mark that opens here does not.
  if (single || (mark.mayOpen && mark.opens)) return -1;
  return open.findLastIndex((one) => !SINGLE.includes(one.mark));
}

/** A mark with white space before it opens, unless it is the same both ways and white space follows as well. */
function spaced({ sign, after, closers }, open) {
  if (!SPACE.test(after)) return -1;
  return open.findLastIndex((one) => closers.get(one.mark)?.has(sign));
}

/** A possessive (the workers' demand) rather than a closer, where a better closer comes later. */
function apostrophe({ sign, before, after }, later) {
  if (!APOSTROPHES.includes(sign) || !SPACE.test(after) || !/[sxz]/i.test(before)) return false;
  const next = later().find((one) => one.sign === sign);
  return Boolean(next?.mayClose && !next.mayOpen);
}

/** Inches (a 5" screen) rather than a closer, where closing here would leave a mark over. */
function inches({ sign, before }, later) {
  if (sign !== '"' || !/\p{N}/u.test(before)) return false;
  return later().filter((one) => one.sign === sign).length % 2 === 1;
}

/** Close the mark at `top`; what was opened inside it and never closed is dropped as no quotation. */
function close(state, top, index) {
  const { open, mark } = state.open[top];
  if (open < 0) state.closed.push(index);
  else state.pairs.push({ open, close: index, mark });
  state.open.length = top;
}

function charBefore(line, index) {
  if (index === 0) return " ";
  const unit = line.charCodeAt(index - 1);
  return unit >= 0xdc00 && unit <= 0xdfff ? line.slice(index - 2, index) : line[index - 1];
}

/** What stands between the white space before a column and the column. */
const wordBefore = (line, index) => /\S*$/u.exec(line.slice(Math.max(0, index - 5), index))[0];
