/** Who speaks: from the words of a source to an entity, asking only when page and registry don't know. */
import { fold } from "../model/fold.js";
import { pickEntity } from "./picker.js";

export class Speakers {
  /** @param {import("./desk.js").Desk} desk */
  constructor(desk) {
    this.desk = desk;
  }

  /** "pronoun" when every source is a pronoun of the page's language, else "explicit". */
  sourceKind(spans) {
    const pronouns = new Set(this.desk.language.pronouns);
    return spans.every(([start, end]) => pronouns.has(this.desk.text.slice(start, end).toLowerCase())) ? "pronoun" : "explicit";
  }

  /** The entity that these sources name, without asking, or null. */
  known(quote, spans) {
    if (this.sourceKind(spans) === "pronoun") return this.#earlier(quote);
    const words = this.#fold(spans);
    for (const other of this.desk.labels.quotes.values()) {
      if (other.id !== quote.id && other.speaker && other.sources.length && this.#fold(other.sources) === words) return other.speaker;
    }
    return this.#registered(words);
  }

  /** Asks for the speaker, with the best guess filled in. */
  ask(quote, spans = quote.sources) {
    const query = spans.length ? this.desk.text.slice(...spans[0]) : "";
    return pickEntity(this.desk, { title: "Who speaks?", query: this.#bare(query), unknown: true });
  }

  #fold(spans) {
    return spans.map(([start, end]) => fold(this.desk.text.slice(start, end), this.desk.language.fold)).join(" ");
  }

  /** The registry's entity with the longest name that stands in the words; none when two are equally long. */
  #registered(words) {
    let best = { length: 0, id: null };
    for (const entity of this.desk.entities.values()) {
      for (const name of [entity.name, ...entity.aliases.map((alias) => alias.name)]) {
        const folded = fold(name, this.desk.language.fold);
        if (!folded || !` ${words} `.includes(` ${folded} `) || folded.length < best.length) continue;
        if (folded.length > best.length) best = { length: folded.length, id: entity.id };
        else if (entity.id !== best.id) best.id = null;
      }
    }
    return best.id;
  }

  #earlier(quote) {
    const start = quote.contents[0]?.[0] ?? 0;
    const before = this.desk.quotesInText().filter((other) => other.speaker && other.id !== quote.id && other.contents[0][0] < start);
    return before.at(-1)?.speaker ?? null;
  }

  /** Leaves out the small words before a name, so that the guess is the name itself. */
  #bare(words) {
    const parts = words.split(/\s+/);
    const first = parts.findIndex((word) => /^\p{Lu}/u.test(word) && !this.desk.language.function?.includes(word.toLowerCase()));
    return first > 0 ? parts.slice(first).join(" ") : words;
  }
}
