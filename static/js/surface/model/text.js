// A page's immutable text: lines (split on "\n" only) and the way between code points and UTF-16 indices.

import { isSpaceUnit } from "./whitespace.js";

/**
 * Offsets are code points of the whole page and half-open; an "index" is UTF-16. Lines are numbered from 1 and exclude
 * their "\n". Every lookup is O(log n) in lines or in characters beyond the BMP.
 */
export class PageText {
  #starts; // UTF-16 index at which each line starts
  #astral; // UTF-16 index of each surrogate pair

  /** @param {string} text */
  constructor(text) {
    this.text = text;
    this.#astral = pairsOf(text);
    this.#starts = startsOf(text);
    this.length = text.length - this.#astral.length;
    this.lineCount = this.#starts.length;
  }

  /** @param {number} n @returns {number} */
  lineStart(n) {
    return this.toCodePoint(this.#starts[n - 1]);
  }

  /** End of line n without its "\n". @param {number} n @returns {number} */
  lineEnd(n) {
    return this.toCodePoint(this.#lineEndIndex(n));
  }

  /** The line that holds an offset; a line's newline belongs to it. @param {number} offset @returns {number} */
  lineAt(offset) {
    return this.#lineAtIndex(this.toUtf16(offset));
  }

  /** @param {number} n @returns {string} */
  lineText(n) {
    return this.text.slice(this.#starts[n - 1], this.#lineEndIndex(n));
  }

  /** Tell whether line n holds white space alone. @param {number} n @returns {boolean} */
  isBlank(n) {
    const end = this.#lineEndIndex(n);
    let index = this.#starts[n - 1];
    while (index < end && isSpaceUnit(this.text.charCodeAt(index))) index++;
    return index === end;
  }

  /** @param {number} start @param {number} end @returns {string} */
  slice(start, end) {
    return this.text.slice(this.toUtf16(start), this.toUtf16(end));
  }

  /** UTF-16 index of an offset. @param {number} offset @returns {number} */
  toUtf16(offset) {
    // The i-th pair starts at code point astral[i] - i; each pair before the offset adds one unit.
    let low = 0;
    let high = this.#astral.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#astral[middle] - middle < offset) low = middle + 1;
      else high = middle;
    }
    return offset + low;
  }

  /** Offset of a UTF-16 index; an index inside a surrogate pair counts as its start. @param {number} index */
  toCodePoint(index) {
    return index - countBelow(this.#astral, index);
  }

  /** Offset of a UTF-16 index counted within line n. @param {number} n @param {number} index @returns {number} */
  columnToOffset(n, index) {
    return this.toCodePoint(this.#starts[n - 1] + index);
  }

  /** UTF-16 index within line n of an offset. @param {number} n @param {number} offset @returns {number} */
  offsetToColumn(n, offset) {
    return this.toUtf16(offset) - this.#starts[n - 1];
  }

  /** The span without white space at both ends; empty at `start` where nothing else is inside.
   * @param {number} start @param {number} end @returns {[number, number]} */
  trim(start, end) {
    let from = this.toUtf16(start);
    let to = this.toUtf16(end);
    while (from < to && isSpaceUnit(this.text.charCodeAt(from))) from++;
    if (from === to) return [start, start];
    while (isSpaceUnit(this.text.charCodeAt(to - 1))) to--;
    return [this.toCodePoint(from), this.toCodePoint(to)];
  }

  /** The lines a range names: its non-blank lines; a range of one line names that line, blank or not.
   * @param {number} first @param {number} last @returns {Generator<number>} */
  *named(first, last) {
    if (first === last) yield first;
    else for (let n = first; n <= last; n++) if (!this.isBlank(n)) yield n;
  }

  #lineEndIndex(n) {
    return n < this.lineCount ? this.#starts[n] - 1 : this.text.length;
  }

  #lineAtIndex(index) {
    return countBelow(this.#starts, index + 1);
  }
}

/** How many of the ascending `values` lie below `limit`. */
function countBelow(values, limit) {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (values[middle] < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}

function startsOf(text) {
  const starts = [0];
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return Uint32Array.from(starts);
}

function pairsOf(text) {
  const found = [];
  for (const pair of text.matchAll(/[\ud800-\udbff][\udc00-\udfff]/g)) found.push(pair.index);
  return Uint32Array.from(found);
}
