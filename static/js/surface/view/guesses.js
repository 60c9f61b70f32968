/** Candidates of the page's language data: the next quotation without a quote, sources and cues near one. */
import { cueCandidates, sourceCandidates } from "../model/candidates.js";
import { nextCandidate, outer } from "../model/quotations.js";

export class Guesses {
  /** @param {import("./desk.js").Desk} desk */
  constructor(desk) {
    this.desk = desk;
    this.rejected = new Set();
  }

  /** Sources and cues of a quote, best first. @returns {{sources: [number, number][], cues: [number, number][]}} */
  for(quote) {
    const { text, language, entities, labels } = this.desk;
    if (!quote?.contents.length) return { sources: [], cues: [] };
    return {
      sources: sourceCandidates(text, language, quote, [...entities.values()], labels),
      cues: cueCandidates(text, language, quote, [...entities.values()], labels),
    };
  }

  /** The next quotation, from an offset in a direction, that no quote covers yet and nobody rejected; null at the end of the text. */
  next(offset, direction) {
    const { text, language, labels } = this.desk;
    let found = nextCandidate(text, language, labels, offset, direction);
    while (found && this.rejected.has(found.spans[0][0]))
      found = nextCandidate(text, language, labels, found.spans[0][0] + Math.max(direction, 0), direction);
    return found;
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
