/** What a quote is given: cue, source, speaker, via, addressee, kind of source, flags. */
import { putQuote } from "../model/operations.js";
import { resized } from "../model/words.js";
import { locked } from "./base.js";
import { Guesses } from "./guesses.js";
import { Speakers } from "./speaker.js";
import { WordPick } from "./wordpick.js";

const KINDS = ["explicit", "pronoun", "implicit", "none"];

export class Attribution {
  /** @param {import("./desk.js").Desk} desk  @param {import("./selection.js").TextSelection} selection */
  constructor(desk, selection) {
    Object.assign(this, { desk, selection });
    this.speakers = new Speakers(desk);
    this.guesses = new Guesses(desk);
    this.words = new WordPick(desk);
  }

  get current() {
    return this.desk.labels.quotes.get(this.desk.quote) ?? null;
  }

  /** Sets or adds spans of a field of the current quote. A source also resolves the speaker. */
  async set(field, spans, { add = false } = {}) {
    const { desk, current } = this;
    if (!current) return desk.refuse("Choose a quote first: click one, or press q.");
    if (!spans) return this.words.pick(current, (picked) => this.set(field, picked, { add }));
    const value = add ? [...current[field], ...spans].sort((a, b) => a[0] - b[0]) : spans;
    this.selection.clear();
    this.last = { id: current.id, field };
    const set = { [field]: value, origin: "hand", source: null };
    if (field === "sources") Object.assign(set, this.#spoken(current, value));
    if (
      !desk.change([putQuote(current.id, set)], { said: `${field.replace(/s$/, "")}: ${desk.text.slice(...spans[0])}` })
    )
      return false;
    return field !== "sources" || set.speaker ? true : this.askSpeaker();
  }

  #spoken(quote, sources) {
    const { kind, speaker } = this.speakers.resolve(quote, sources);
    return { source_kind: kind, speaker };
  }

  /** Asks who speaks; one step with the entity that is created for it. */
  async askSpeaker(id = this.desk.quote) {
    const quote = this.desk.labels.quotes.get(id);
    const picked = await this.speakers.ask(quote);
    if (!picked) return false;
    return this.desk.change([...picked.ops, putQuote(id, { speaker: picked.id, origin: "hand", source: null })], {
      said: `Speaker: ${this.desk.name(picked.id)}`,
    });
  }

  /** The best guesses for what a quote still lacks: layer and span. @returns {[string, [number, number]][]} */
  proposed(quote) {
    return Object.entries(this.#lacking(quote)).flatMap(([field, spans]) => spans.map((span) => [field.replace(/s$/, ""), span]));
  }

  #lacking(quote) {
    const found = this.guesses.for(quote);
    const set = {};
    for (const field of ["via", "addressee"])
      if (this.desk.scheme.quotes[field] && !quote[field].length && found[field].length) set[field] = found[field];
    if (!quote.cues.length && found.cues.length && quote.source_kind !== "none") set.cues = [found.cues[0]];
    const open = !quote.sources.length && quote.source_kind === null && !found.source_kind;
    if (open && found.sources.length) set.sources = [found.sources[0]];
    return set;
  }

  /** The operations that take the best guesses for what the current quote still lacks. */
  accepted() {
    const { current } = this;
    if (locked(this.desk, "quotes")) return [];
    const set = this.#lacking(current);
    const { source_kind } = this.guesses.for(current);
    if (set.sources) Object.assign(set, this.#spoken(current, set.sources));
    else if (source_kind && current.source_kind === null && !current.sources.length) set.source_kind = source_kind;
    return Object.keys(set).length ? [putQuote(current.id, { ...set, origin: "hand", source: null })] : [];
  }

  /** `0`: no source in the text: implicit, again: none. */
  noSource() {
    const kind = this.current.source_kind === "implicit" ? "none" : "implicit";
    return this.desk.change(
      [putQuote(this.desk.quote, { sources: [], source_kind: kind, origin: "hand", source: null })],
      { said: `Source ${kind}` },
    );
  }

  /** `k`: explicit, pronoun, implicit, none. */
  cycleKind(id = this.desk.quote) {
    const { source_kind } = this.desk.labels.quotes.get(id);
    const kind = KINDS[(KINDS.indexOf(source_kind) + 1) % KINDS.length];
    return this.desk.change([putQuote(id, { source_kind: kind, origin: "hand", source: null })], {
      said: `Source ${kind}`,
    });
  }

  toggleFlag(flag, id = this.desk.quote) {
    const { flags } = this.desk.labels.quotes.get(id);
    const now = flags.includes(flag) ? flags.filter((one) => one !== flag) : [...flags, flag].sort();
    return this.desk.change([putQuote(id, { flags: now, origin: "hand", source: null })], {
      said: now.join(", ") || "No flag",
    });
  }

  /** `>`, `<`: the span that was set last, by a word at its end or its start. @param {1|-1} by  @param {"end"|"start"} at */
  resize(by, at) {
    const { desk, current } = this;
    const field = this.last?.id === current.id && current[this.last.field].length ? this.last.field : "contents";
    const spans = [...current[field]];
    const span = resized(desk.text, spans.pop(), by, at);
    if (!span) return desk.refuse(by > 0 ? "There is no further word on this line." : "One word has to stay.");
    return desk.change([putQuote(current.id, { [field]: [...spans, span], origin: "hand", source: null })], {
      said: desk.text.slice(...span),
    });
  }

  /** Takes the spans of a field away. */
  empty(field, id = this.desk.quote) {
    return this.desk.change([putQuote(id, { [field]: [], origin: "hand", source: null })], { said: `No ${field}` });
  }
}
