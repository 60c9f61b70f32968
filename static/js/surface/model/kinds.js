// The kind of a line guessed from its shape and its neighbours; a guess is a label of origin "guessed".

const BULLET = /^\s*[•◦▪▫‣⁃·∙●○■□*]\s+/u;
const SENTENCE_END = /[.!?…。؟۔]["”“’»)\]]*\s*$/u;
const RIGHTS = /[©®]|\(c\)\s*\d{4}/iu;
const TIME = /\b\d{1,2}[:.]\d{2}\b|\b(?:19|20)\d{2}\b/u;
const MACHINE = /^\s*(?:[\d\s.:/+-]+|\d{4}-\d{1,2}-\d{1,2}.*)$/u;
const SHORT = 100; // a heading or a menu entry is rarely longer, a paragraph rarely shorter
const LEAD = 180;
const NEAR = 6; // non-blank lines after the headline in which author, date and standfirst stand

/**
 * Guess the kinds of several lines that are about to get a label; each guess sees the ones before it.
 * @param {import("./text.js").PageText} text
 * @param {import("./labelling.js").Labelling} labelling
 * @param {number[]} lines  ascending
 * @param {"body"|"boilerplate"|"optional"} label
 * @param {object} scheme
 * @returns {Map<number, string|null>} kind ids of the scheme; null where it has none that fits
 */
export function guessKinds(text, labelling, lines, label, scheme) {
  const page = new Page(text, labelling, label === "body" ? lines[0] : null);
  const guesses = new Map();
  for (const n of lines) {
    const standard = label === "body" ? bodyKind(page, n) : label === "boilerplate" ? boilerplateKind(page, n) : null;
    page.guessed.set(n, standard);
    guesses.set(n, standard && kindIn(scheme, standard, label));
  }
  return guesses;
}

/** @returns {string|null} the kind of one line */
export const guessKind = (text, labelling, n, label, scheme) => guessKinds(text, labelling, [n], label, scheme).get(n);

/** What the rules look at; `guessed` holds the kinds of lines that are not labelled yet. */
class Page {
  constructor(text, labelling, entering) {
    this.text = text;
    this.labelling = labelling;
    this.guessed = new Map();
    const known = labelling.extreme("body", 1);
    this.firstBody = known === null ? entering : entering === null ? known : Math.min(known, entering);
  }

  kind(n) {
    return this.guessed.get(n) ?? this.labelling.lines.get(n)?.kind ?? null;
  }

  /** The nearest non-blank line in a direction, or null. */
  beside(n, direction) {
    let at = n + direction;
    while (at >= 1 && at <= this.text.lineCount && this.text.isBlank(at)) at += direction;
    return at >= 1 && at <= this.text.lineCount ? at : null;
  }

  /** The kinds of the nearest lines before n. */
  before(n) {
    const kinds = [];
    for (let at = this.beside(n, -1); at !== null && kinds.length < NEAR; at = this.beside(at, -1)) {
      kinds.push(this.kind(at));
    }
    return kinds;
  }
}

function bodyKind(page, n) {
  const line = page.text.lineText(n);
  const length = line.trim().length;
  const closed = SENTENCE_END.test(line);
  if (BULLET.test(line)) return "list";
  if (n === page.firstBody && length <= LEAD && !closed) return "headline";
  const next = page.beside(n, 1);
  const before = page.before(n);
  const fresh = before.includes("headline") && !before.includes("standfirst") && !before.includes("paragraph");
  const leads = next !== null && page.text.lineText(next).length > length;
  if (fresh && length <= LEAD && (leads || next !== n + 1)) return "standfirst";
  if (length <= SHORT && !closed && next !== null && page.text.lineText(next).length > length) return "crosshead";
  return "paragraph";
}

function boilerplateKind(page, n) {
  const line = page.text.lineText(n);
  const trimmed = line.trim();
  const last = page.kind(page.beside(n, -1));
  const before = page.before(n);
  if (RIGHTS.test(line)) return "footer";
  if (MACHINE.test(line)) return "meta";
  if (isTags(trimmed)) return "tags";
  if (last === "footer" && trimmed.length <= SHORT) return "footer";
  if (page.firstBody === null || n < page.firstBody) return last === "ticker" ? "ticker" : earlyKind(page, n, trimmed);
  if (repeats(page, n) || /\([^()]{2,40}\)\s*$/u.test(line)) return "caption";
  if (trimmed.replace(BULLET, "").length <= 4) return "ui";
  if (before.includes("headline") && !before.includes("paragraph") && trimmed.length <= SHORT) return "byline";
  if (TIME.test(line) && trimmed.length <= SHORT && before.includes("headline")) return "byline";
  return "related";
}

/** Above the headline: menus of short entries, or the breaking lines of other stories. */
function earlyKind(page, n, trimmed) {
  if (trimmed.length > 60 && !BULLET.test(trimmed)) return "ticker";
  return n === 1 && trimmed.length <= 40 && !BULLET.test(trimmed) ? "ui" : "nav";
}

/** Short entries between bars or commas. */
function isTags(trimmed) {
  const parts = trimmed.split(/\s*[|,،]\s*/u);
  return parts.length >= 4 && parts.every((one) => one.length > 0 && one.length <= 30) && !SENTENCE_END.test(trimmed);
}

/** Tell whether the line says the same as the line before or after it. */
function repeats(page, n) {
  const plain = (at) => (at === null ? null : page.text.lineText(at).replace(BULLET, "").trim());
  return plain(n) === plain(page.beside(n, -1)) || plain(n) === plain(page.beside(n, 1));
}

/** The scheme's kind for a standard one, if its label fits or the person may override; else the label's first kind. */
function kindIn({ kinds, override }, standard, label) {
  const fitting = kinds.filter((kind) => kind.parent === label);
  const same = (kind) => (kind.standard ?? kind.id) === standard;
  return (fitting.find(same) ?? (override ? kinds.find(same) : null) ?? fitting[0])?.id ?? null;
}
