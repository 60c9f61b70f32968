// Words, sentences and graphemes: where a caret stops and what a selection snaps to. Spans are code points.

import { compile } from "./language.js";
import { isSpaceUnit } from "./whitespace.js";

// A written word: letters, digits and marks, joined by a hyphen or an apostrophe, or by a stop or comma inside numbers
// and abbreviations (U.N, 1.5).
const UNIT = "[\\p{L}\\p{N}\\p{M}\\p{Pc}\\p{So}\\u200c\\u200d]";
const JOINER = "['’\\-\\u2010\\u2011\\u00ad]|(?<=\\p{N})[.,](?=\\p{N})|(?<=(?<!\\p{L})\\p{Lu})\\.(?=\\p{Lu})";
const WORD = `${UNIT}+(?:(?:${JOINER})${UNIT}+)*`;
const UNSPACED = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]/u;
const REACH = 2000; // UTF-16 units looked at around a place; nothing longer is one word

const wordSegmenter = new Intl.Segmenter(undefined, { granularity: "word" });
const graphemeSegmenter = new Intl.Segmenter(undefined, { granularity: "grapheme" });

/** The words of a piece of text as [start, end] in UTF-16. @param {string} piece @returns {[number, number][]} */
export function wordsIn(piece) {
  const words = [];
  for (const { 0: word, index } of piece.matchAll(new RegExp(WORD, "gu"))) {
    if (!UNSPACED.test(word)) words.push([index, index + word.length]);
    else {
      for (const one of wordSegmenter.segment(word)) {
        words.push([index + one.index, index + one.index + one.segment.length]);
      }
    }
  }
  return words;
}

/** The word that holds the character at an offset, or null. @returns {[number, number]|null} */
export function wordSpan(text, offset) {
  const words = wordsAround(text, offset);
  return words.find(([start, end]) => start <= offset && offset < end) ?? null;
}

/** The first word that starts at an offset or after it, here or on a later line. @returns {[number, number]|null} */
export function wordAfter(text, offset) {
  for (let n = text.lineAt(offset), from = offset; n <= text.lineCount; n++, from = text.lineStart(n)) {
    const found = lineWords(text, n, from, Infinity).find(([start]) => start >= from);
    if (found) return found;
    if (n === text.lineCount) return null;
  }
  return null;
}

/** The last word that ends at an offset or before it. @returns {[number, number]|null} */
export function wordBefore(text, offset) {
  for (let n = text.lineAt(offset), to = offset; n >= 1; n--, to = n ? text.lineEnd(n) : 0) {
    const found = lineWords(text, n, -Infinity, to).findLast(([, end]) => end <= to);
    if (found) return found;
  }
  return null;
}

/** A span with a word more (1) or less (-1) at its end or start; null where its line, or the span, has no further one.
 * @param {"end"|"start"} at @returns {[number, number]|null} */
export function resized(text, [start, end], by, at) {
  const atEnd = at === "end";
  const word = atEnd
    ? wordBeside(text, by > 0 ? end : wordBefore(text, end)?.[0], by)
    : wordBeside(text, by > 0 ? start : wordAfter(text, start)?.[1], -by);
  const span = word && (atEnd ? [start, word[1]] : [word[0], end]);
  return span && span[0] < span[1] && text.lineAt(span[0]) === text.lineAt(span[1] - 1) ? span : null;
}

const wordBeside = (text, offset, direction) =>
  offset === undefined ? null : direction > 0 ? wordAfter(text, offset) : wordBefore(text, offset);

/** The selection without white space at its ends, grown where it cuts a word. @returns {[number, number]} */
export function snapToWords(text, start, end) {
  const [from, to] = text.trim(start, end);
  if (from === to) return [from, to];
  const first = wordSpan(text, from);
  const last = wordSpan(text, to - 1);
  return [first ? Math.min(first[0], from) : from, last ? Math.max(last[1], to) : to];
}

/** The selection grown to whole graphemes (emoji families, letters with marks). @returns {[number, number]} */
export function snapToGraphemes(text, start, end) {
  return [graphemeEdge(text, start, -1), start === end ? graphemeEdge(text, start, -1) : graphemeEdge(text, end, 1)];
}

/** The sentence of the line that holds an offset, without white space at its ends.
 * @param {import("./text.js").PageText} text @param {object} language @param {number} offset
 * @returns {[number, number]} */
export function sentenceSpan(text, language, offset) {
  const n = text.lineAt(offset);
  const line = text.lineText(n);
  const column = text.offsetToColumn(n, offset);
  let start = 0;
  for (const end of sentenceEnds(line, language)) {
    if (end > column) return text.trim(text.columnToOffset(n, start), text.columnToOffset(n, end));
    start = end;
  }
  return text.trim(text.columnToOffset(n, start), text.lineEnd(n));
}

/** The sentences of a line as [start, end] columns, white space between them included.
 * @param {string} line @returns {[number, number][]} */
export function sentencesIn(line, language) {
  const ends = [...sentenceEnds(line, language)];
  return [...ends, line.length].map((end, i) => [ends[i - 1] ?? 0, end]).filter(([start, end]) => start < end);
}

/** A sentence without the stop that ends it, as an indirect quote wants it. @returns {[number, number]} */
export function withoutStop(text, language, [start, end]) {
  const piece = text.slice(start, end);
  const { ends } = compile(language);
  let cut = piece.length;
  while (cut > 0 && ends.includes(piece[cut - 1])) cut--;
  return cut === 0 ? [start, end] : text.trim(start, text.toCodePoint(text.toUtf16(start) + cut));
}

/** Columns at which the line's sentences end, the closing marks after the stop included. */
function* sentenceEnds(line, language) {
  const { ends, abbreviations } = compile(language);
  const stop = new RegExp(`[${ends.replace(/[\\\]^-]/g, "\\$&")}]+[\\p{Pe}\\p{Pf}\\p{Pi}"'“”]*(?=\\s)`, "gu");
  for (const { 0: found, index } of line.matchAll(stop)) {
    const next = /\S/u.exec(line.slice(index + found.length));
    if (!next || /\p{Ll}/u.test(next[0])) continue;
    const before = /\S*$/u.exec(line.slice(Math.max(0, index - 40), index))[0].replace(/^\P{L}+(?=\p{L})/u, "");
    const short = /^(\p{Lu}|\d{1,2})$/u.test(before) || abbreviations.has(`${before.toLowerCase()}.`);
    if (!(short && found === ".")) yield index + found.length;
  }
}

/** Words of the run without white space around an offset. */
function wordsAround(text, offset) {
  const index = text.toUtf16(offset);
  return wordsBetween(text, text.lineAt(offset), index, index);
}

/** Words of line n from `from` to `to`, of which one may be infinite: then as many as lie within reach. */
function lineWords(text, n, from, to) {
  if (from === -Infinity) return wordsBetween(text, n, text.toUtf16(to) - REACH, text.toUtf16(to));
  return wordsBetween(text, n, text.toUtf16(from), text.toUtf16(from) + REACH);
}

/** Words of line n that touch the UTF-16 range; both ends are moved out to white space so that no word is cut. */
function wordsBetween(text, n, first, last) {
  const low = text.toUtf16(text.lineStart(n));
  const high = text.toUtf16(text.lineEnd(n));
  let from = Math.max(low, first);
  let to = Math.min(high, last);
  while (from > low && first - from < REACH && !isSpaceUnit(text.text.charCodeAt(from - 1))) from--;
  while (to < high && to - last < REACH && !isSpaceUnit(text.text.charCodeAt(to))) to++;
  return spansIn(text, from, to);
}

function spansIn(text, from, to) {
  const words = wordsIn(text.text.slice(from, to));
  return words.map(([start, end]) => [text.toCodePoint(from + start), text.toCodePoint(from + end)]);
}

/** The grapheme border at an offset or next to it in a direction; looks from plain character to plain character. */
function graphemeEdge(text, offset, direction) {
  const at = text.toUtf16(offset);
  const plain = (index) => text.text.charCodeAt(index) < 0x300;
  let from = Math.max(0, at - 1);
  while (from > 0 && at - from < REACH && !plain(from)) from--;
  let to = at;
  while (to < text.text.length && to - at < REACH && !plain(to)) to++;
  for (const { index, segment } of graphemeSegmenter.segment(text.text.slice(from, to))) {
    const start = from + index;
    const end = start + segment.length;
    if (start < at && at < end) return text.toCodePoint(direction < 0 ? start : end);
  }
  return offset;
}
