// The quotes, stances and notes of a labelling: kept by id, indexed by line, changed by puts and removals.

import { Refused } from "./refused.js";
import { SpanIndex, entriesOfNote, entriesOfQuote, entriesOfStance } from "./spans.js";

const NEW = {
  quote: { contents: [], cues: [], sources: [], via: [], addressee: [], source_kind: null, speaker: null, flags: [] },
  stance: { level: "quote", quote: null, holder: null, target: "", polarity: 0, explicit: null, evidence: [] },
  note: { start: 0, end: 0, note: "" },
};
const ENTRIES = { quote: entriesOfQuote, stance: entriesOfStance, note: entriesOfNote };

/** The words that operation kinds (`quote.put`) begin with. */
export const WORDS = Object.keys(NEW);

export class Items {
  #nextPosition = 0;
  #stancesOf = new Map();

  /**
   * @param {import("./text.js").PageText} text
   * @param {{quotes: object[], stances: object[], notes: object[]}} lists
   */
  constructor(text, { quotes, stances, notes }) {
    this.spans = new SpanIndex(text);
    this.quote = new Map();
    this.stance = new Map();
    this.note = new Map();
    this.quotesDone = 0;
    for (const item of quotes) this.#keep("quote", null, item);
    for (const item of stances) this.#keep("stance", null, item);
    for (const item of notes) this.#keep("note", null, item);
  }

  /** Stances of a quote, in stored order. @param {string} quote id @returns {object[]} */
  stancesOf(quote) {
    return inOrder([...(this.#stancesOf.get(quote) ?? [])].map((id) => this.stance.get(id)));
  }

  /** Create an item or change the fields in `set`; gives the inverse and the lines to repaint. */
  put(word, { id, position, set }, stamp) {
    const old = this[word].get(id) ?? null;
    if (word === "stance") this.#checkQuote({ ...(old ?? NEW.stance), ...set });
    const fields = "flags" in set ? { ...set, flags: flagsOf(set.flags) } : set;
    const place = old?.position ?? position ?? this.#nextPosition;
    const item = { id, ...(old ?? NEW[word]), position: place, ...fields, ...markOf(set, stamp) };
    const lines = this.#keep(word, old, Object.freeze(item));
    if (!old) return { inverse: { kind: `${word}.remove`, payload: { id } }, lines };
    const values = Object.fromEntries(Object.keys(set).map((name) => [name, old[name]]));
    return { inverse: { kind: `${word}.put`, payload: { id, set: { ...values, ...markOf(old, old) } } }, lines };
  }

  /** Take an item away; gives the inverse and the lines to repaint. */
  remove(word, { id }) {
    const old = this[word].get(id);
    if (!old) throw new Refused(`The ${word} ${id} is not there any more.`);
    if (word === "quote" && this.#stancesOf.get(id)?.size) throw new Refused(`The quote ${id} still carries a stance.`);
    const lines = this.#keep(word, old, null);
    const { id: _, position, ...set } = old;
    return { inverse: { kind: `${word}.put`, payload: { id, position, set } }, lines };
  }

  #checkQuote({ level, quote }) {
    if (level !== "quote" || this.quote.has(quote)) return;
    throw new Refused("The quote of this stance is not there any more.");
  }

  /** Put `item` in place of `old` (null = none) into the maps and the index. */
  #keep(word, old, item) {
    const entries = ENTRIES[word];
    const lines = this.spans.swap(old ? entries(old) : [], item ? entries(item) : []);
    if (item) this[word].set(item.id, item);
    else this[word].delete(old.id);
    if (word === "quote") this.quotesDone += Number(complete(item)) - Number(complete(old));
    if (word === "stance") this.#link(old, item);
    this.#nextPosition = Math.max(this.#nextPosition, (item?.position ?? -1) + 1);
    return lines;
  }

  #link(old, item) {
    if (old?.quote) this.#stancesOf.get(old.quote).delete(old.id);
    if (!item?.quote) return;
    if (!this.#stancesOf.has(item.quote)) this.#stancesOf.set(item.quote, new Set());
    this.#stancesOf.get(item.quote).add(item.id);
  }
}

/** Quotes, stances or notes in stored order. @param {Map<string, object>|object[]} items @returns {object[]} */
export function inOrder(items) {
  return [...items.values()].sort((a, b) => a.position - b.position || (a.id < b.id ? -1 : 1));
}

/** Who, when and how: what the value itself says wins over the stamp, since an undo brings it along. */
export function markOf({ by, at, origin = "hand", source = null }, stamp) {
  return by ? { by, at: at ?? null, origin, source } : { by: stamp.by, at: stamp.at, origin, source };
}

/** Flags as they are stored: sorted, without repeats and without the one that is computed. @param {string[]} flags */
export const flagsOf = (flags) => [...new Set(flags)].filter((flag) => flag !== "discontinuous").sort();

/** Tell whether a quote (or null) says who speaks, or that nobody is named. */
function complete(quote) {
  if (!quote?.contents.length) return false;
  return quote.speaker !== null || quote.source_kind === "implicit" || quote.source_kind === "none";
}
