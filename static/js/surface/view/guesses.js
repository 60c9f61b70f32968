/** Candidates of the page's language data: what may be quoted next, sources and cues near a quote. */
import { cueCandidates, sourceCandidates } from "../model/candidates.js";
import { outer } from "../model/quotations.js";
import { candidatesOn, nextCandidate, openOn } from "../model/readings.js";

export class Guesses {
  /** @param {import("./desk.js").Desk} desk */
  constructor(desk) {
    this.desk = desk;
    this.rejected = new Set();
    this.reading = null;
  }

  /**
   * Sources and cues of a quote, best first, and what else its reading says.
   * @returns {{sources: [number, number][], cues: [number, number][], via: [number, number][], addressee: [number, number][], source_kind?: string}}
   */
  for(quote) {
    if (!quote?.contents.length) return { sources: [], cues: [], via: [], addressee: [] };
    if (this.last?.quote !== quote || this.last.reading !== this.reading)
      this.last = { quote, reading: this.reading, found: this.#around(quote) };
    return this.last.found;
  }

  #around(quote) {
    const { text, language, entities, labels } = this.desk;
    const read = this.reading?.id === quote.id ? this.reading : { cues: [], sources: [], via: [], addressee: [] };
    const known = { ...quote, cues: quote.cues.length ? quote.cues : read.cues };
    const n = text.lineAt(quote.contents[0][0]);
    const said = candidatesOn(text, language, n).flatMap(({ readings }) => readings[0].sources);
    const near = sourceCandidates(text, language, known, [...entities.values()], labels);
    const used = labels.spansOn(n).filter((one) => one.layer === "source" && one.quote !== quote.id);
    return {
      sources: distinct([...read.sources, ...said, ...near], quote.contents),
      cues: distinct([...read.cues, ...cueCandidates(text, language, quote)], quote.contents),
      via: read.via.filter(([start]) => !used.some((one) => one.start === start)),
      addressee: read.addressee,
      source_kind: read.source_kind,
    };
  }

  /** The next candidate, from an offset in a direction, that no quote has and nobody rejected; null at the end of the text. */
  next(offset, direction) {
    const { text, language, labels, scheme } = this.desk;
    return nextCandidate(text, language, labels, offset, { direction, zones: scheme.quotes.zones, rejected: this.rejected });
  }

  /** The candidates of line n that are still to be decided. */
  on(n) {
    const { text, language, labels, scheme } = this.desk;
    return openOn(text, language, labels, n, { zones: scheme.quotes.zones, rejected: this.rejected });
  }

  /** The quotation around a quote's own, for a quote that has nothing but its contents; else null. */
  outer(quote) {
    if (
      quote.contents.length !== 1 ||
      quote.sources.length ||
      quote.cues.length ||
      this.desk.stancesOf(quote.id).length
    )
      return null;
    return outer(this.desk.text, this.desk.language, { spans: quote.contents });
  }
}

/** Spans once each, without those that lie in the contents. */
function distinct(spans, contents) {
  const free = spans.filter(([start, end]) => !contents.some(([from, to]) => start < to && from < end));
  return [...new Map(free.map((span) => [String(span), span])).values()];
}
