// Where the story of a page may begin and end, from the shape of its lines; a suggestion is no label.

import { HEADING, Shapes, isCredited, isDated, isHeading } from "./shapes.js";

const PROSE = 80; // a paragraph is rarely shorter, an entry of a menu rarely longer
const SENTENCE = 20; // the least of a paragraph between others
const LEAST = 4; // of what a story's lines are worth together
const ABOVE = 25; // lines above the first paragraph in which the headline is looked for
const FOREIGN = ["related", "promo", "ui", "comment", "tags", "byline", "caption", "footer", "ticker", "meta"];

/** What is suggested for the lines of one page. */
export class Suggestions {
  #story;

  /** @param {import("./text.js").PageText} text @param {object} language the language JSON */
  constructor(text, language) {
    this.shapes = new Shapes(text, language);
  }

  /** The lines of the headline, the first paragraph and the last line of the body, and all its lines; null without a story.
   * @returns {{first: number, opening: number, last: number, body: Set<number>}|null} */
  get story() {
    if (this.#story === undefined) this.#story = findStory(this.shapes);
    return this.#story;
  }

  /** The label suggested for line n; null for a blank one, and on a page without a story.
   * @param {number} n @returns {"body"|"boilerplate"|null} */
  of(n) {
    const line = this.story && this.shapes.lines[this.shapes.at(n)];
    return line?.n === n ? (this.story.body.has(n) ? "body" : "boilerplate") : null;
  }

  /** The next line after n, or before it, at which the suggested label changes and another one begins; null without.
   * @param {number} n @param {1|-1} direction @returns {number|null} */
  boundary(n, direction) {
    const { lines } = this.shapes;
    const from = this.shapes.at(n);
    const begins = (i) => i > 0 && this.of(lines[i].n) !== this.of(lines[i - 1].n);
    for (let i = lines[from]?.n === n || direction < 0 ? from + direction : from; i >= 0 && i < lines.length; i += direction)
      if (begins(i)) return lines[i].n;
    return null;
  }
}

function findStory(shapes) {
  const dense = densest(shapes);
  if (!dense) return null;
  const { lines } = shapes;
  const [opening, last] = dense;
  const head = headline(shapes, opening);
  const body = new Set([lines[head].n]);
  for (let i = head + 1; i < opening; i++) if (isStandfirst(shapes, lines[i])) body.add(lines[i].n);
  let aside = false; // below a heading such as "Related news", until a paragraph
  for (let i = opening; i <= last; i++) {
    const sign = shapes.sign(lines[i]);
    aside = sign === "related" || (aside && !isProse(lines[i]));
    if (!aside && !FOREIGN.includes(sign) && belongs(lines[i], lines[opening].n)) body.add(lines[i].n);
  }
  return { first: lines[head].n, opening: lines[opening].n, last: lines[last].n, body };
}

/** The series of lines that holds most text and fewest other lines: its first and last place; null where none says much. */
function densest(shapes) {
  let best = { sum: 0, from: -1, to: -1 };
  let sum = 0;
  let from = 0;
  shapes.lines.forEach((line, i) => {
    const worth = worthOf(shapes, line);
    if (sum <= 0) [sum, from] = [0, i];
    sum += worth;
    if (worth > 0 && sum > best.sum) best = { sum, from, to: i };
  });
  return best.sum >= LEAST ? [best.from, best.to] : null;
}

/** What a line says for (positive) or against being part of the story. */
function worthOf(shapes, line) {
  const { plain, closed, twin } = line;
  if (FOREIGN.includes(shapes.sign(line)) || isCredited(line)) return -2;
  if (!twin && isProse(line)) return Math.min(6, plain.length / 40);
  return !twin && closed && plain.length >= SENTENCE ? 0.5 : -0.4;
}

function isProse({ plain, block, closed }) {
  if (plain.length < PROSE) return false;
  return plain.length >= 2 * HEADING || (closed && 2 * block.closed >= block.lines.length);
}

/** The nearest heading above the first paragraph that stands alone, else the nearest one; else the paragraph itself. */
function headline(shapes, opening) {
  let found = opening;
  for (let i = opening - 1; i >= Math.max(0, opening - ABOVE); i--) {
    const line = shapes.lines[i];
    if (!isHeading(line) || shapes.sign(line) || line.plain.split(/\s+/u).length < 3) continue;
    if (line.block.lines.length === 1) return i;
    if (found === opening) found = i;
  }
  return found;
}

const isStandfirst = (shapes, line) =>
  line.closed && line.plain.length >= PROSE / 2 && !line.bullet && !line.twin && !FOREIGN.includes(shapes.sign(line));

/** Tell whether a line between the first and the last paragraph is part of the story; `opening` is where it begins. */
function belongs(line, opening) {
  if (line.twin && line.twin.n < opening) return false;
  if (line.closed) return line.plain.length >= SENTENCE;
  return !isDated(line) && !isCredited(line);
}
