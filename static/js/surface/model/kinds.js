// The kind of a line guessed from its shape, its words and its neighbours; a guess is a label of origin "guessed".

import { LEAD, isCredited, isDated, isHeading, isMachine, isTags } from "./shapes.js";

const SHORT = 100; // a heading or a menu entry is rarely longer, a paragraph rarely shorter
const ENTRY = 35;
const TINY = 4;
const REACH = 30; // lines around a line that are looked at
const SENTENCES = /[.!?…؟]["'”“’»)]*\s+\P{Ll}/u;
/** What goes on below a line of its kind, until something says otherwise. */
const LASTING = ["related", "promo", "comment", "footer"];

/**
 * Guess the kinds of several lines that are about to get a label; each guess sees the ones before it.
 * @param {import("./boundaries.js").Suggestions} suggestions  of the page
 * @param {import("./labelling.js").Labelling} labelling
 * @param {Iterable<number>} lines  ascending, none of them blank
 * @param {(n: number) => "body"|"boilerplate"|"optional"} labelOf  the label that each will get
 * @param {object} scheme
 * @returns {Map<number, string|null>} kind ids of the scheme; null where it has none that fits
 */
export function guessKinds(suggestions, labelling, lines, labelOf, scheme) {
  const page = new Page(suggestions, labelling, scheme);
  const guesses = new Map();
  for (const n of lines) {
    const label = labelOf(n);
    const standard = label === "body" ? bodyKind(page, n) : label === "boilerplate" ? boilerplateKind(page, n) : null;
    page.guessed.set(n, standard);
    if (label === "body") page.labelled = Math.min(page.labelled, n);
    guesses.set(n, standard && kindIn(scheme, standard, label));
  }
  return guesses;
}

/** What the rules look at. Above a line what a person said counts, below it what is suggested. */
class Page {
  constructor({ shapes, story }, labelling, scheme) {
    Object.assign(this, { shapes, story, labelling, guessed: new Map() });
    this.standard = new Map(scheme.kinds.map(({ id, standard }) => [id, standard ?? id]));
    this.labelled = labelling.extreme("body", 1) ?? Infinity;
    this.last = story?.last ?? labelling.extreme("body", -1) ?? 0;
    this.blocks = new Map(); // whether they were written for machines
    this.tickers = new Map();
  }

  line(n) {
    return this.shapes.lines[this.shapes.at(n)];
  }

  beside(n, step) {
    return this.shapes.lines[this.shapes.at(n) + step] ?? null;
  }

  /** The standard kind of a line above; null below, and where it has none. */
  kind(n) {
    return this.guessed.get(n) ?? this.standard.get(this.labelling.lines.get(n)?.kind) ?? null;
  }

  kindBefore(n) {
    const before = this.beside(n, -1);
    return before && this.kind(before.n);
  }

  /** The first line of the body, seen from line n; Infinity without. */
  first(n) {
    return this.labelled < n || !this.story ? this.labelled : this.story.first;
  }

  /** Tell whether the story's text has not begun at line n. */
  isAboveText(n) {
    return this.story ? n < this.story.opening : this.nearest(n, ["headline", "paragraph"]) === "headline";
  }

  /** The nearest of these kinds a little above line n, or null. */
  nearest(n, kinds) {
    const at = this.shapes.at(n);
    const above = this.shapes.lines.slice(Math.max(0, at - REACH), at).map((line) => this.kind(line.n));
    return above.findLast((kind) => kinds.includes(kind)) ?? null;
  }
}

function bodyKind(page, n) {
  const line = page.line(n);
  const next = page.beside(n, 1);
  if (line.bullet) return "list";
  if (page.shapes.sign(line) === "note") return "note";
  if (n <= page.first(n) && isHeading(line)) return "headline";
  if (isStandfirst(page, line)) return "standfirst";
  const leads = next !== null && next.plain.length > line.plain.length;
  return line.plain.length <= SHORT && !line.closed && leads ? "crosshead" : "paragraph";
}

/** The one sentence between headline and text, or what stands apart from the text there. */
function isStandfirst(page, { n, plain }) {
  const { story } = page;
  if (plain.length > LEAD || (story && n > story.opening)) return false;
  const next = page.beside(n, 1);
  if (!next || page.nearest(n, ["headline", "standfirst", "paragraph"]) !== "headline") return false;
  const apart = story && !story.body.has(next.n);
  return apart || (!SENTENCES.test(plain) && next.plain.length > plain.length);
}

function boilerplateKind(page, n) {
  const line = page.line(n);
  const first = page.first(n);
  if (n < first) return kindAbove(page, line, first);
  if (page.isAboveText(n)) return kindOfHead(page, line);
  return n > page.last ? kindBelow(page, line) : kindInside(page, line);
}

/** Above the headline: menus, then perhaps the breaking lines of other stories. */
function kindAbove({ shapes, tickers }, line, first) {
  if (line.bullet) return "nav";
  const sign = shapes.sign(line);
  if (sign === "tags" || isTags(line)) return "tags";
  if (sign === "ui" || sign === "promo") return sign;
  if (!tickers.has(first)) tickers.set(first, tickerStart(shapes, first));
  return line.n >= tickers.get(first) ? "ticker" : "nav";
}

/** The first of the long lines below the last menu entry above the headline, or the heading over it; Infinity without. */
function tickerStart(shapes, first) {
  let start = Infinity;
  for (let i = first === Infinity ? -1 : shapes.at(first) - 1; i >= 0 && !shapes.lines[i].bullet; i--) {
    const { n, plain, block } = shapes.lines[i];
    const heading = block.lines.at(-1).n >= start;
    if (plain.length >= ENTRY && !isTags(shapes.lines[i]) && shapes.sign(shapes.lines[i]) !== "ui") start = n;
    else if (heading) return n;
  }
  return start;
}

/** Between headline and text: who wrote it and when, pictures, buttons. */
function kindOfHead(page, line) {
  const sign = page.shapes.sign(line);
  if (isCaption(page, line) || isCaption(page, page.beside(line.n, 1), line)) return "caption";
  if (sign && !["footer", "ticker", "note"].includes(sign)) return sign;
  if (isDated(line)) return "byline";
  if (isTags(line)) return "tags";
  if (line.plain.length <= TINY) return "ui";
  const before = page.beside(line.n, -1);
  const apart = page.kindBefore(line.n) === "byline" && before.block !== line.block;
  const goesOn = page.kindBefore(line.n) === "caption" && before.block === line.block;
  return apart || goesOn ? "caption" : "byline";
}

/** A credit at its end, the words of a caption, or the same line twice; with `above`, in the block of that line. */
function isCaption(page, line, above = null) {
  const { shapes } = page;
  if (!line || (above && (above.block !== line.block || above.bullet || isDated(above) || shapes.sign(above)))) return false;
  const twice = [-1, 1].some((step) => page.beside(line.n, step)?.plain === line.plain);
  return twice || isCredited(line) || shapes.sign(line) === "caption";
}

/** Between the paragraphs. */
function kindInside(page, line) {
  const sign = page.shapes.sign(line);
  if (["related", "promo", "ui", "comment", "tags", "byline"].includes(sign)) return sign;
  if (isDated(line)) return "byline";
  if (page.kindBefore(line.n) === "related") return "related";
  if (isCaption(page, line)) return "caption";
  return line.plain.length <= TINY ? "ui" : "related";
}

/** Below the text: the sections that end a page, each going on until another begins. */
function kindBelow(page, line) {
  const { shapes, last } = page;
  const sign = shapes.sign(line);
  const before = page.kindBefore(line.n);
  if (!page.blocks.has(line.block)) page.blocks.set(line.block, isForMachines(page, line.block.lines));
  if (page.blocks.get(line.block)) return "meta";
  if (sign === "footer" || (shapes.site && line.plain.startsWith(shapes.site))) return "footer";
  if (sign === "promo" || sign === "comment") return sign;
  if (before === "footer" && !(line.twin?.n > last)) return "footer";
  if (line.twin?.n > last && before !== "related") return page.kind(line.twin.n) ?? "related";
  if (["related", "ui"].includes(sign)) return sign;
  if (sign === "tags" || isTags(line) || isTopics(page, line.block.lines)) return "tags";
  if (line.plain.length <= TINY && before !== "related") return "ui";
  return LASTING.includes(before) ? before : "related";
}

/** A block that holds machine fields: numbers, dates, the words of the story once more. */
function isForMachines({ last }, lines) {
  if (lines.length > REACH) return false;
  const odd = lines.filter((one) => isMachine(one) || isTags(one) || (one.twin?.n <= last && one.twin.plain.length > SHORT));
  return odd.length >= 2 && odd.some(isMachine);
}

/** The first entries below the text, if they are a list. */
function isTopics({ shapes, last }, lines) {
  const near = shapes.at(lines[0].n) - shapes.at(last) <= 2;
  return near && lines.length > 1 && lines.every((one) => one.bullet && one.plain.length <= ENTRY && !isDated(one));
}

/** The scheme's kind for a standard one, if its label fits or the person may override; else the label's first kind. */
function kindIn({ kinds, override }, standard, label) {
  const fitting = kinds.filter((kind) => kind.parent === label);
  const same = (kind) => (kind.standard ?? kind.id) === standard;
  return (fitting.find(same) ?? (override ? kinds.find(same) : null) ?? fitting[0])?.id ?? null;
}
