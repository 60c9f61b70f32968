/** Asks who speaks, with the model's best guess filled in, so that Enter takes it. */
import { resolveSpeaker } from "../model/speakers.js";
import { pickEntity } from "./picker.js";

export class Speakers {
  /** @param {import("./desk.js").Desk} desk */
  constructor(desk) {
    this.desk = desk;
  }

  /** What these sources of a quote say about its speaker, without asking. @returns {{kind: string, speaker: string|null, guess: string|null}} */
  resolve(quote, sources = quote.sources) {
    const { text, language, labels, entities } = this.desk;
    return resolveSpeaker(text, language, labels, { ...quote, sources }, [...entities.values()]);
  }

  /** @returns {Promise<{id: string, ops: Object[]}|null>} */
  ask(quote) {
    const { desk } = this;
    const words = quote.sources.length ? this.#bare(desk.text.slice(...quote.sources[0])) : "";
    const guess = quote.speaker ?? (quote.sources.length ? this.resolve(quote).guess : null);
    const others = desk.quotesInText().filter((one) => one.contents[0]?.[0] < quote.contents[0]?.[0]);
    const first = [guess, ...others.map(({ speaker }) => speaker).reverse()].filter((id) => desk.entities.has(id));
    return pickEntity(desk, { title: "Who speaks?", first, likely: guess !== null, fresh: words, unknown: true });
  }

  /** Leaves out the small words before a name, so that the guess is the name itself. */
  #bare(words) {
    const parts = words.split(/\s+/);
    const first = parts.findIndex(
      (word) => /^\p{Lu}/u.test(word) && !this.desk.language.function?.includes(word.toLowerCase()),
    );
    return first > 0 ? parts.slice(first).join(" ") : words;
  }
}
