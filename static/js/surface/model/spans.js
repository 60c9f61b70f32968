// Which spans lie on which line: small sorted buckets, so that one line can be repainted without looking at the rest.

/** @typedef {{layer: string, start: number, end: number, quote?: string, stance?: string, note?: string}} Entry */

const QUOTE_LAYERS = { contents: "content", cues: "cue", sources: "source", via: "via", addressee: "addressee" };

/** The fields of a quote that hold spans. */
export const SPAN_FIELDS = Object.keys(QUOTE_LAYERS);

export class SpanIndex {
  #text;
  #buckets = new Map();

  /** @param {import("./text.js").PageText} text */
  constructor(text) {
    this.#text = text;
  }

  /** Entries on line n by start, longer first; not to be changed. @param {number} n @returns {readonly Entry[]} */
  on(n) {
    return this.#buckets.get(n) ?? [];
  }

  /** Put the entries of an item in place of its earlier ones. @returns {Set<number>} lines to repaint */
  swap(before, after) {
    const lines = new Set();
    for (const entry of before) for (const n of this.#linesOf(entry)) this.#take(n, entry, lines);
    for (const entry of after) for (const n of this.#linesOf(entry)) this.#add(n, entry, lines);
    return lines;
  }

  #linesOf(entry) {
    const first = this.#text.lineAt(entry.start);
    const last = this.#text.lineAt(Math.max(entry.start, entry.end - 1));
    return first === last ? [first] : Array.from({ length: last - first + 1 }, (_, i) => first + i);
  }

  #add(n, entry, lines) {
    const bucket = this.#buckets.get(n);
    if (bucket) bucket.splice(place(bucket, entry), 0, entry);
    else this.#buckets.set(n, [entry]);
    lines.add(n);
  }

  #take(n, entry, lines) {
    const bucket = this.#buckets.get(n) ?? [];
    const at = place(bucket, entry);
    if (bucket[at] && order(bucket[at], entry) === 0) {
      if (bucket.length === 1) this.#buckets.delete(n);
      else bucket.splice(at, 1);
    }
    lines.add(n);
  }
}

/** The entries of a quote. @returns {Entry[]} */
export function entriesOfQuote(quote) {
  const entries = [];
  for (const field of SPAN_FIELDS) {
    for (const [start, end] of quote[field]) entries.push({ layer: QUOTE_LAYERS[field], start, end, quote: quote.id });
  }
  return entries;
}

/** The entries of a stance's evidence. @returns {Entry[]} */
export const entriesOfStance = (stance) =>
  stance.evidence.map(([start, end]) => ({ layer: "evidence", start, end, quote: stance.quote, stance: stance.id }));

/** The entry of a note. @returns {Entry[]} */
export const entriesOfNote = ({ id, start, end }) => [{ layer: "note", start, end, note: id }];

/** By start, longer first; the rest only makes the order the same whatever came first. */
function order(a, b) {
  if (a.start !== b.start) return a.start - b.start;
  if (a.end !== b.end) return b.end - a.end;
  const [one, other] = [keyOf(a), keyOf(b)];
  return one < other ? -1 : one > other ? 1 : 0;
}

const keyOf = ({ layer, quote = "", stance = "", note = "" }) => `${layer} ${quote} ${stance} ${note}`;

/** First index at which an entry of that order may stand. */
function place(bucket, entry) {
  let low = 0;
  let high = bucket.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (order(bucket[middle], entry) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
