// What the lines of a page look like: the plain facts that kinds and boundaries are guessed from.

const BULLET = /^(?:[•◦▪▫‣⁃·∙●○■□*]|\d{1,2}[.)](?=\s))\s*/u;
const SENTENCE_END = /[.!?…。؟۔！？]["'”“’»)\]]*$/u;
const CREDIT = /\([^()]{2,40}\)$/u;
const CLOCK = /\p{Nd}{1,2}[:.]\p{Nd}{2}(?!\p{Nd})|(?<!\p{Nd})(?:19|20)\p{Nd}{2}(?!\p{Nd})/u;
const MACHINE = /^(?:[\p{Nd}\s.:/+-]+|\p{Nd}{4}-\p{Nd}{1,2}-\p{Nd}{1,2}\S*)$/u;
const WORD = /[\p{L}\p{N}]+/gu;
const LETTER = /^\p{L}/u;
const RIGHTS = /[©®]|\(c\)\s*\d{4}/iu;
/** UTF-16 units that a heading, and a sentence between headline and text, rarely pass. */
export const HEADING = 180;
export const LEAD = 170;
const ALWAYS = ["note", "promo", "comment", "footer"]; // what is told by its first words even where it is a sentence
const SENTENCE = 60;
const END = 44; // and at its end
const READ = 160; // UTF-16 units at the beginning of a line in which its words are looked for

/**
 * @typedef {object} Shape  one non-blank line
 * @property {number} n       number of the line
 * @property {string} plain   its text without bullets and white space around it
 * @property {boolean} bullet
 * @property {boolean} closed it ends as a sentence does
 * @property {{lines: Shape[], closed: number}} block  the lines that it stands with, and how many of them end as a
 *   sentence does; blank lines part blocks
 * @property {Shape|null} twin  the first earlier line of the same words
 */

export class Shapes {
  #signs = new Map();
  #phrases;

  /** @param {import("./text.js").PageText} text @param {object} language the language JSON */
  constructor(text, language) {
    this.lines = []; // those that are not blank, in order
    this.#phrases = byFirstWord(language.signs ?? {});
    const known = new Map();
    let block = null;
    for (let n = 1; n <= text.lineCount; n++) {
      if (text.isBlank(n)) block = null;
      else this.lines.push(shape(n, text.lineText(n).trim(), (block ??= { lines: [], closed: 0 }), known));
    }
    const name = this.lines[0]?.plain;
    /** What the page calls itself: its first line, if that stands in a later one, too. */
    this.site = name && this.lines.some((one, i) => i && one.plain.includes(name)) ? name : null;
  }

  /** The place in `lines` of line n, or of the first one after it. @param {number} n */
  at(n) {
    let low = 0;
    let high = this.lines.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.lines[middle].n < n) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** The kind that the words of a line give away, or null. @param {Shape} line @returns {string|null} */
  sign(line) {
    if (!this.#signs.has(line.n)) this.#signs.set(line.n, this.#read(line));
    return this.#signs.get(line.n);
  }

  #read({ plain, closed }) {
    const line = plain.slice(0, READ).toLowerCase().replace(/\p{M}/gu, "");
    if (RIGHTS.test(line)) return "footer";
    const long = closed && plain.length > SENTENCE;
    let first = true;
    for (const { 0: word, index } of line.matchAll(WORD)) {
      for (const { kind, phrase, anywhere } of this.#phrases.get(word) ?? [])
        if ((first || anywhere) && (!long || ALWAYS.includes(kind)) && isPhraseAt(line, index, phrase)) return kind;
      first = false;
    }
    return null;
  }
}

/** Tell whether a line may be a heading: not long, no entry of a list, no sentence. @param {Shape} line */
export const isHeading = (line) =>
  !line.bullet && line.plain.length <= HEADING && !(line.closed && line.plain.includes(".")) && !isDated(line) && !isCredited(line);

/** Tell whether a line is a date, a time or little more. @param {Shape} line */
export const isDated = ({ plain }) => plain.length <= 60 && CLOCK.test(plain);

/** Tell whether a line was written for machines: digits alone, a date as machines write it. @param {Shape} line */
export const isMachine = ({ plain }) => MACHINE.test(plain);

/** Tell whether a line ends with a name in brackets, as captions do. @param {Shape} line */
export const isCredited = ({ plain }) => CREDIT.test(plain.slice(-END));

/** Short entries between bars or commas. @param {Shape} line */
export function isTags({ plain, closed }) {
  const parts = plain.split(/\s*[|,،]\s*/u);
  return !closed && parts.length >= 3 && parts.every((one) => one.length > 0 && one.length <= 30);
}

function shape(n, trimmed, block, known) {
  let plain = trimmed;
  while (BULLET.test(plain)) plain = plain.replace(BULLET, "");
  const line = { n, plain, bullet: plain !== trimmed, closed: SENTENCE_END.test(plain.slice(-END)), block, twin: known.get(plain) ?? null };
  if (!line.twin) known.set(plain, line);
  block.lines.push(line);
  block.closed += Number(line.closed);
  return line;
}

/** The phrases of all kinds by their first words; one that begins with `*` may stand anywhere in a line. */
function byFirstWord(signs) {
  const found = new Map();
  for (const [kind, phrases] of Object.entries(signs)) {
    for (const one of phrases) {
      const phrase = one.replace("*", "");
      const [word] = phrase.match(WORD);
      found.set(word, [...(found.get(word) ?? []), { kind, phrase, anywhere: phrase !== one }]);
    }
  }
  return found;
}

const isPhraseAt = (line, index, phrase) =>
  line.startsWith(phrase, index) && !LETTER.test(line.slice(index + phrase.length, index + phrase.length + 2));
