// Where the source and the cue of a quote probably stand: the nearest names and reporting verbs, best first.

import { compile, holds } from "./language.js";
import { namesIn } from "./names.js";
import { wordsIn } from "./words.js";

const MOST = 6; // one for each hint letter
const LINE_AWAY = 1000; // a name in the line before is worth less than any in the quote's own
const DOUBTFUL = 40; // characters of distance that a doubtful name is charged
const QUOTED = 150; // the same for one inside somebody else's words
const REACH = 1500; // UTF-16 units of a line looked at on both sides of the quote

/**
 * @param {import("./text.js").PageText} text
 * @param {object} language
 * @param {object} quote  with at least one content
 * @param {Iterable<object>} entities
 * @param {import("./labelling.js").Labelling} labelling
 * @returns {[number, number][]}
 */
export function sourceCandidates(text, language, quote, entities, labelling) {
  const cue = quote.cues[0] ?? cueCandidates(text, language, quote)[0] ?? null;
  const anchors = cue ? [cue] : quote.contents;
  const after = cue && quote.contents.some(([, end]) => cue[0] >= end && cue[0] - end <= 2);
  const ranked = [];
  for (const { n, away } of linesAround(text, quote)) {
    const { column, piece } = windowOf(text, n, quote);
    for (const { start, end, sort, sure } of namesIn(piece, language, entities)) {
      const span = [text.columnToOffset(n, column + start), text.columnToOffset(n, column + end)];
      if (overlapsAny(span, [...quote.contents, ...(cue ? [cue] : [])])) continue;
      const quoted = labelling.spansOn(n).some(
        (one) => one.layer === "content" && one.start <= span[0] && span[1] <= one.end,
      );
      const near = Math.min(...anchors.map((anchor) => gap(span, anchor)));
      const side = cue && span[0] > cue[0] === Boolean(after) ? 0 : 2;
      const doubtful = (!sure && near > 1) || (sort === "pronoun" && near > 3);
      const doubt = (doubtful ? DOUBTFUL : 0) + (quoted ? QUOTED : 0);
      ranked.push({ span, score: near + side + doubt + away * LINE_AWAY });
    }
  }
  ranked.push(...wordsBesideCue(text, language, quote, cue));
  return best(ranked);
}

/** @returns {[number, number][]} reporting verbs, "according to" phrases and a colon before the words, best first */
export function cueCandidates(text, language, quote) {
  const n = text.lineAt(quote.contents[0][0]);
  const { column, piece } = windowOf(text, n, quote);
  const ranked = [];
  for (const [start, end] of [...cuesIn(piece, language), ...colons(piece)]) {
    const span = [text.columnToOffset(n, column + start), text.columnToOffset(n, column + end)];
    if (overlapsAny(span, quote.contents)) continue;
    const near = Math.min(...quote.contents.map((content) => gap(span, content)));
    const colon = piece[start] === ":";
    if (!colon || near <= 2) ranked.push({ span, score: near + (colon ? 30 : 0) });
  }
  return best(ranked);
}

function* cuesIn(piece, language) {
  const rules = compile(language);
  const words = wordsIn(piece).map(([start, end]) => ({ start, end, folded: rules.fold(piece.slice(start, end)) }));
  for (const [i, { start, end, folded }] of words.entries()) {
    const phrase = rules.according.find((one) => one.every((word, k) => words[i + k]?.folded === word));
    if (phrase) yield [start, words[i + phrase.length - 1].end];
    else if (holds(rules.verbs, folded, rules.particles)) yield [start, end];
  }
}

function* colons(piece) {
  for (const { index } of piece.matchAll(/:(?=\s)/g)) yield [index, index + 1];
}

/** In scripts without capitals the words after the verb are the best guess at a name nobody has registered. */
function wordsBesideCue(text, language, quote, cue) {
  if (!cue || /\p{Lu}|\p{Ll}/u.test(text.slice(...cue))) return [];
  const n = text.lineAt(cue[0]);
  const from = text.offsetToColumn(n, cue[1]);
  const piece = text.lineText(n).slice(from, from + 200);
  const { functions, fold } = compile(language);
  const all = wordsIn(/^[^\p{P}]*/u.exec(piece)[0]);
  const words = all.filter(([start, end]) => !functions.has(fold(piece.slice(start, end)))).slice(0, 3);
  return words.flatMap((_, i) => {
    const span = [text.columnToOffset(n, from + words[0][0]), text.columnToOffset(n, from + words[i][1])];
    return overlapsAny(span, quote.contents) ? [] : [{ span, score: 10 + Math.abs(i - 1) }];
  });
}

/** The quote's own line, then the two non-blank lines before it and the one after. */
function linesAround(text, quote) {
  const home = text.lineAt(quote.contents[0][0]);
  const lines = [{ n: home, away: 0 }];
  let away = 1;
  for (let n = home - 1; n >= 1 && away <= 2; n--) if (!text.isBlank(n)) lines.push({ n, away: away++ });
  for (let n = home + 1; n <= text.lineCount; n++) {
    if (text.isBlank(n)) continue;
    lines.push({ n, away: 3 });
    break;
  }
  return lines;
}

/** As much of line n as lies within reach of the quote, and the column at which that begins. */
function windowOf(text, n, quote) {
  const line = text.lineText(n);
  const middle = text.lineAt(quote.contents[0][0]) === n ? text.offsetToColumn(n, quote.contents[0][0]) : line.length;
  const last = quote.contents.findLast(([start]) => text.lineAt(start) === n);
  const column = Math.max(0, middle - REACH);
  return { column, piece: line.slice(column, (last ? text.offsetToColumn(n, last[1]) : middle) + REACH) };
}

function best(ranked) {
  const spans = [];
  for (const { span } of ranked.sort((a, b) => a.score - b.score || a.span[0] - b.span[0])) {
    if (!spans.some(([start, end]) => start === span[0] && end === span[1])) spans.push(span);
  }
  return spans.slice(0, MOST);
}

/** Characters between two spans; 0 where they touch. */
const gap = ([start, end], [from, to]) => Math.max(0, from - end, start - to);

const overlapsAny = ([start, end], spans) => spans.some(([from, to]) => start < to && from < end);
