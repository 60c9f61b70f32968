// One person's labels on one text, changed by operations alone; each change tells its inverse and what to repaint.

import { Items, WORDS, flagsOf, inOrder, markOf } from "./items.js";
import { LineLabels } from "./lines.js";
import { runsOf } from "./operations.js";
import { Refused } from "./refused.js";

const NOWHERE = new Set();
const NO_ANSWERS = { page_type: null, usable: null, reason: null, no_body: false };

/** @typedef {{kind: string, payload: object}} Op */
/** @typedef {{inverse: Op|null, lines: Set<number>}} Change  what takes it back, and the lines to repaint */

export class Labelling {
  #lines;
  #items;

  /** @param {import("./text.js").PageText} text @param {object} labels the "labels" of the task's state */
  constructor(text, labels = {}) {
    this.text = text;
    this.#load(labels);
  }

  /** Labels by line number. @returns {Map<number, object>} */
  get lines() {
    return this.#lines.labels;
  }

  /** @returns {Map<string, object>} */
  get quotes() {
    return this.#items.quote;
  }

  /** @returns {Map<string, object>} */
  get stances() {
    return this.#items.stance;
  }

  /** @returns {Map<string, object>} */
  get notes() {
    return this.#items.note;
  }

  /**
   * Apply an operation; what cannot be applied throws `Refused` and changes nothing.
   * @param {Op} op  by and at inside its payload win over the stamp: an undo brings them along
   * @param {{by: string, at: string|null}} stamp
   * @returns {Change}
   */
  apply({ kind, payload }, stamp) {
    if (kind === "entity.put") return { inverse: null, lines: NOWHERE };
    if (kind === "status.set") return this.#setStatus(payload);
    if (kind === "labelling.import") return this.#import(payload);
    const change = this.#change(kind, payload, stamp);
    if (this.status === "todo") this.#move("in_progress");
    return change;
  }

  /** Spans on line n by start, longer first; not to be changed. @param {number} n */
  spansOn(n) {
    return this.#items.spans.on(n);
  }

  /** Spans that hold the character at an offset. @param {number} offset */
  spansAt(offset) {
    return this.spansOn(this.text.lineAt(offset)).filter(({ start, end }) => start <= offset && offset < end);
  }

  /** Stances of a quote, in stored order. @param {string} quote id @returns {object[]} */
  stancesOf(quote) {
    return this.#items.stancesOf(quote);
  }

  /** The series of lines around n with n's label. @param {number} n @returns {{first: number, last: number}} */
  run(n) {
    return this.#lines.run(n);
  }

  /** The next unlabelled line before (-1) or after (+1) line n, or null. @returns {number|null} */
  nextUnlabelled(n, direction) {
    return this.#lines.nextUnlabelled(n, direction);
  }

  /** The first (1) or last (-1) line with a label, or null. @returns {number|null} */
  extreme(label, end) {
    return this.#lines.extreme(label, end);
  }

  /** Runs of equal label and kind, whoever set them. @returns {object[]} */
  outline() {
    return this.#lines.outline();
  }

  /** Labelled of all non-blank lines; quotes that need nothing more of all quotes. */
  progress() {
    const lines = { done: this.#lines.done, total: this.#lines.total };
    return { lines, quotes: { done: this.#items.quotesDone, total: this.quotes.size } };
  }

  /** The whole state, as the constructor reads it. */
  toJson() {
    const { status, layers, page } = this;
    const lists = { quotes: inOrder(this.quotes), stances: inOrder(this.stances), notes: inOrder(this.notes) };
    return { status, layers: { ...layers }, page: { ...page }, lines: runsOf(this.text, this.lines), ...lists };
  }

  #load({ status = "todo", layers = {}, page = {}, lines = [], quotes = [], stances = [], notes = [] }) {
    this.status = status;
    this.layers = Object.fromEntries(Object.entries(layers).map(([name, one]) => [name, one.status ?? one]));
    this.page = { ...NO_ANSWERS, ...page, answers: { ...page.answers } };
    this.#lines = new LineLabels(this.text, lines);
    this.#items = new Items(this.text, { quotes, stances, notes });
  }

  #change(kind, payload, stamp) {
    if (kind === "lines.set") return this.#setLines(payload, stamp);
    if (kind === "page.set") return this.#setPage(payload);
    const [word, verb] = kind.split(".");
    if (WORDS.includes(word) && verb === "put") return this.#items.put(word, payload, stamp);
    if (WORDS.includes(word) && verb === "remove") return this.#items.remove(word, payload);
    throw new Refused(`There is no operation ${kind}.`);
  }

  #setLines({ ranges }, stamp) {
    const { lineCount } = this.text;
    const wrong = ranges.find(({ first, last }) => !(1 <= first && first <= last && last <= lineCount));
    if (wrong) throw new Refused(`Lines ${wrong.first}-${wrong.last} are not within 1-${lineCount}.`);
    const before = new Map();
    for (const { first, last, ...value } of ranges) {
      const label = value.label === null ? null : lineLabel(value, stamp);
      for (const n of this.text.named(first, last)) {
        const earlier = this.#lines.put(n, label);
        if (!before.has(n)) before.set(n, earlier);
      }
    }
    const inverse = { kind: "lines.set", payload: { ranges: runsOf(this.text, before) } };
    return { inverse, lines: new Set(before.keys()) };
  }

  #setPage({ set }) {
    const before = {};
    for (const name of Object.keys(set)) if (name !== "answers") before[name] = this.page[name];
    const given = Object.entries(set.answers ?? {});
    if (given.length) before.answers = Object.fromEntries(given.map(([key]) => [key, this.page.answers[key] ?? null]));
    const answers = { ...this.page.answers, ...set.answers };
    for (const [key, value] of given) if (value === null) delete answers[key];
    this.page = { ...this.page, ...set, answers };
    this.page.no_body = Boolean(this.page.no_body);
    return { inverse: { kind: "page.set", payload: { set: before } }, lines: NOWHERE };
  }

  #setStatus({ status, layers }) {
    const inverse = { kind: "status.set", payload: { status: this.status, layers: { ...this.layers } } };
    this.#move(status, layers);
    return { inverse, lines: NOWHERE };
  }

  /** Without `layers` every layer that is on moves along; a skipped task's are as before it was begun. */
  #move(status, layers) {
    this.status = status;
    for (const [name, now] of Object.entries(this.layers)) {
      if (now === "off") continue;
      this.layers[name] = layers ? (layers[name] ?? now) : status === "skipped" ? "todo" : status;
    }
  }

  #import({ labelling }) {
    const inverse = { kind: "labelling.import", payload: { labelling: this.toJson() } };
    this.#load(labelling);
    return { inverse, lines: new Set(Array.from({ length: this.text.lineCount }, (_, i) => i + 1)) };
  }
}

function lineLabel(value, stamp) {
  const { label, kind = null, flags = [] } = value;
  return Object.freeze({ label, kind, flags: flagsOf(flags), ...markOf(value, stamp) });
}
