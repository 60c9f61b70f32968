// The words of a sentence as grammar sees them from afar: cues, and the noun phrases beside them.

import { holds } from "./language.js";
import { wordsIn } from "./words.js";

const BREAK = /[,،、;؛:()[\]…"“”„«»‹›「」『』]|[—–]|\s-\s/u;
const NAME = 8; // words before a colon that may name who speaks

/**
 * @typedef {object} Cue  indices of words; `noun`: a claim that..., `hearsay`: reportedly
 * @property {number} from
 * @property {number} to
 * @property {"verb"|"according"|"noun"|"hearsay"|"colon"} sort
 */

/** One sentence of a line; all places are UTF-16 columns of the line. */
export class Sentence {
  /** @param {string} line  @param {[number, number]} span  @param {[number, number][]} quotations  outermost only */
  constructor(line, [start, end], rules, quotations) {
    Object.assign(this, { line, start, end, rules });
    this.words = wordsIn(line.slice(start, end)).map(([from, to]) => {
      const at = { start: start + from, end: start + to };
      const quoted = quotations.findIndex(([open, close]) => open <= at.start && at.end <= close);
      return { ...at, folded: rules.fold(line.slice(at.start, at.end)), quoted };
    });
    this.cues = [...this.#cues()];
  }

  is(set, i) {
    return i >= 0 && i < this.words.length && holds(this.rules[set], this.words[i].folded, []);
  }

  /** Tell whether something stands between word i and the next that parts clauses. */
  parts(i) {
    const { words, line } = this;
    return i < 0 || i >= words.length - 1 || BREAK.test(line.slice(words[i].end, words[i + 1].start));
  }

  cueAt(i) {
    return this.cues.find(({ from, to }) => from <= i && i <= to);
  }

  *#cues() {
    const { words, rules } = this;
    for (let i = 0; i < words.length; i++) {
      if (words[i].quoted >= 0) continue;
      const phrase = rules.according.find((one) => one.every((word, k) => words[i + k]?.folded === word));
      const cue = phrase
        ? { from: i, to: i + phrase.length - 1, sort: "according" }
        : this.#noun(i) ?? this.#hearsay(i) ?? this.#verb(i) ?? this.#colon(i);
      if (!cue) continue;
      yield cue;
      i = cue.to;
    }
  }

  #owned(i) {
    const before = this.words[i - 1]?.folded ?? "";
    return !this.parts(i - 1) && (this.is("nominal", i - 1) || this.#possessive(before) < before.length);
  }

  #possessive(word) {
    const ending = this.rules.possessives.find((one) => word.endsWith(one));
    return word.length - (ending?.length ?? 0);
  }

  #noun(i) {
    return this.is("nouns", i) && this.#owned(i) && this.is("complementizers", i + 1) ? { from: i, to: i, sort: "noun" } : null;
  }

  #hearsay(i) {
    return this.is("hearsay", i) ? { from: i, to: i, sort: "hearsay" } : null;
  }

  #verb(i) {
    const { rules, words, line } = this;
    if (!holds(rules.verbs, words[i].folded, rules.particles)) return null;
    let from = i;
    while (!this.parts(from - 1) && (this.is("auxiliaries", from - 1) || this.is("infinitives", from - 1))) from--;
    if (from === i && this.#owned(i)) return null;
    const verb = i;
    while (!this.parts(i) && this.is("auxiliaries", i + 1)) i++;
    const joins = !this.parts(i) && this.is("prepositions", i + 1) && words[i + 2] && !this.parts(i + 1);
    const capital = joins && this.is("circumstances", i + 1) && /^[\p{Lu}\p{N}]/u.test(line.slice(words[i + 2].start));
    const to = joins && !capital ? i + 1 : i;
    const loose = from === verb && rules.participles.some((ending) => words[verb].folded.endsWith(ending));
    return { from, to, sort: "verb", loose: loose || this.is("infinitives", from), infinitive: this.is("infinitives", from) };
  }

  #colon(i) {
    const { words, line } = this;
    const rest = line.slice(words[i].end);
    if (i >= NAME || !/^["”’»]?:\s+[\p{Lu}\p{Lo}\p{N}\p{P}]/u.test(rest)) return null;
    return { from: i + 1, to: i, sort: "colon", at: words[i].end + rest.indexOf(":") };
  }

  /** The cue's own columns. @returns {[number, number]} */
  columns({ from, to, at }) {
    return at === undefined ? [this.words[from].start, this.words[to].end] : [at, at + 1];
  }

  #nominal(i) {
    const { words } = this;
    if (!words[i] || words[i].quoted >= 0 || this.cueAt(i)) return false;
    return this.is("nominal", i) || !(this.is("functions", i) || this.is("pronouns", i) || this.is("complementizers", i));
  }

  /** The noun phrase that ends with the word before i. @returns {[number, number]|null} words, both inside */
  phraseBefore(i) {
    let last = i - 1;
    if (this.is("relatives", last)) return this.phraseBefore(last);
    if (last >= 0 && this.words[last].quoted < 0 && !this.is("nominal", last) && this.is("pronouns", last)) return [last, last];
    let first = i;
    while (first > 0 && (first === i || !this.parts(first - 1)) && this.#nominal(first - 1)) first--;
    return this.#trimmed(first, last);
  }

  /** The noun phrase that begins with word i. */
  phraseAfter(i) {
    if (this.is("pronouns", i) && !this.is("nominal", i)) return [i, i];
    let last = i - 1;
    while (this.#nominal(last + 1) && (last < i || !this.parts(last))) last++;
    return this.#trimmed(i, last);
  }

  #trimmed(first, last) {
    const small = (i) => this.is("prepositions", i) || this.is("infinitives", i) || this.is("auxiliaries", i);
    while (first <= last && small(first)) first++;
    while (last >= first && (small(last) || this.is("nominal", last))) last--;
    return first <= last ? [first, last] : null;
  }

  /** Columns of a phrase. */
  span([first, last]) {
    return [this.words[first].start, this.words[last].end];
  }

  /** Who says what a verb or noun reports, and through whom: its subject, else that of the first cue before it. */
  subjectOf(cue) {
    const { words, cues } = this;
    if (cue.sort === "noun") return this.is("nominal", cue.from - 1) ? {} : { source: [cue.from - 1, cue.from - 1] };
    const apart = cue.from > 0 && this.parts(cue.from - 1);
    const earlier = cues.find((one) => one.from < cue.from && one.sort === "verb" && !one.infinitive);
    if (cue.loose && earlier) return this.subjectOf(earlier);
    if (cue.loose && cue.from === 0) {
      const i = words.findIndex((one, at) => at > 0 && this.parts(at - 1) && one.quoted < 0);
      if (i > 0) return { source: this.phraseAfter(i) };
    }
    let via = null;
    for (let at = cue.from; at > 0; ) {
      const phrase = this.phraseBefore(at);
      const according = cues.find((one) => one.sort === "according" && one.to < at && one.to >= (phrase?.[0] ?? at) - 1);
      const apposed = phrase && apart && at === cue.from ? this.phraseBefore(phrase[0]) : phrase;
      if (phrase && !according && apposed) return { source: apposed, via };
      if (phrase && !according && !apposed) break;
      if (according) via = phrase;
      else if (!this.parts(at - 1)) break;
      at = according ? according.from : this.#skipped(at);
    }
    const joined = earlier && !this.parts(cue.from - 1) ? this.subjectOf(earlier) : {};
    return joined.source || !(apart || cue.from === 0) ? joined : { source: this.phraseAfter(cue.to + 1) };
  }

  /** The beginning of the small words between commas before word i; 0 where none is there. */
  #skipped(i) {
    let first = i - 1;
    while (first > 0 && !this.parts(first - 1)) first--;
    const small = this.words.slice(first, i).every((one, k) => this.is("functions", first + k) && one.quoted < 0);
    return small ? first : 0;
  }
}
