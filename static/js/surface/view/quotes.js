/** Quotes: making them, giving them cue, source, speaker, and going from one to the next. */
import { newId, putQuote, removeQuote, removeStance } from "../model/operations.js";
import { enclosing } from "../model/quotations.js";
import { sentenceSpan, withoutStop } from "../model/words.js";
import { Guesses } from "./guesses.js";
import { Speakers } from "./speaker.js";

const MARK = /^["'“”„‟«»‹›「」『』‘’‚—–]$/u;
const KINDS = ["explicit", "pronoun", "implicit", "none"];

export class QuoteCommands {
  /** @param {import("./desk.js").Desk} desk  @param {import("./selection.js").TextSelection} selection */
  constructor(desk, selection) {
    Object.assign(this, { desk, selection });
    this.speakers = new Speakers(desk);
    this.guesses = new Guesses(desk);
  }

  get current() {
    return this.desk.labels.quotes.get(this.desk.quote) ?? null;
  }

  /** `q`: the quotation around the selection, else its words; without a selection the outer quotation, then the next one. */
  quote() {
    const { desk } = this;
    const spans = this.selection.spans();
    if (spans) {
      const found = spans.length === 1 ? enclosing(desk.text, desk.language, ...spans[0]) : null;
      return this.create(found?.spans ?? spans, found);
    }
    const outer = desk.mode === "quote" && this.current && this.guesses.outer(this.current);
    if (outer) return desk.change([putQuote(this.current.id, { contents: outer.spans, origin: "hand", source: null })], { said: "The outer quotation" });
    return this.next(1, { make: true });
  }

  /** `Q`: the words selected as they are, else the sentence at the cursor. */
  indirect() {
    const { desk } = this;
    const n = desk.cursor.n;
    const [first] = desk.text.trim(desk.text.lineStart(n), desk.text.lineEnd(n));
    return this.create(this.selection.spans() ?? [withoutStop(desk.text, desk.language, sentenceSpan(desk.text, desk.language, first))], null);
  }

  /** A double click on a mark of quotation makes the whole quotation a quote. @param {[number, number]|null} picked */
  whole(picked) {
    const { text, language } = this.desk;
    if (!picked || !MARK.test(text.slice(...picked))) return false;
    const found = enclosing(text, language, ...picked);
    return found ? this.create(found.spans, found) : false;
  }

  /** Makes a quote of contents, or the quote that has exactly these the current one. */
  create(contents, found) {
    const { desk } = this;
    const same = [...desk.labels.quotes.values()].find((quote) => String(quote.contents) === String(contents));
    if (same) return this.enter(same.id);
    const id = newId("q");
    const flags = found?.unclosed && desk.scheme.quotes.flags.includes("unclosed") ? ["unclosed"] : [];
    if (!desk.change([putQuote(id, { contents, flags, origin: "hand", source: null })], { said: "Quote" })) return false;
    return this.enter(id);
  }

  /** Makes a quote current and enters quote mode. */
  enter(id) {
    const { desk } = this;
    this.selection.clear();
    desk.setQuote(id);
    desk.setMode("quote");
    const start = this.current.contents[0]?.[0];
    if (start !== undefined) desk.cursor.to(desk.text.lineAt(start));
    return true;
  }

  /** `n`, `p`: the next candidate (made a quote at once with `make`), or the next quote where no candidate is left. */
  next(direction, { make = false } = {}) {
    const { desk } = this;
    const here = this.current?.contents.at(-1)?.[direction > 0 ? 1 : 0];
    const line = desk.text.lineStart(desk.cursor.n);
    const found = this.guesses.next(desk.mode === "quote" && here !== undefined ? here : direction > 0 ? line : line - 1, direction);
    if (!found) return desk.refuse(direction > 0 ? "No quotation is left further down." : "No quotation is left further up.");
    if (make) return this.create(found.spans, found);
    desk.setQuote(null);
    desk.setMode("line");
    desk.goto(...found.spans[0]);
    desk.offsets.select(...found.spans[0]);
    return true;
  }

  /** Sets or adds spans of a field of the current quote. A source also resolves the speaker. */
  async set(field, spans, { add = false } = {}) {
    const { desk, current } = this;
    if (!current) return desk.refuse("Choose a quote first: click one, or press q.");
    if (!spans) return desk.refuse("Select the words first.");
    const value = add ? [...current[field], ...spans].sort((a, b) => a[0] - b[0]) : spans;
    this.selection.clear();
    const set = { [field]: value, origin: "hand", source: null };
    if (field === "sources") Object.assign(set, this.#spoken(current, value));
    if (!desk.change([putQuote(current.id, set)], { said: `${field.replace(/s$/, "")}: ${desk.text.slice(...spans[0])}` })) return false;
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
    return this.desk.change([...picked.ops, putQuote(id, { speaker: picked.id, origin: "hand", source: null })], { said: `Speaker: ${this.desk.name(picked.id)}` });
  }

  /** The operations that take the best guesses for what the current quote still lacks. */
  accepted() {
    const { desk, current } = this;
    const set = {};
    const { sources, cues } = this.guesses.for(current);
    if (!current.cues.length && cues.length) set.cues = [cues[0]];
    if (!current.sources.length && current.source_kind === null && sources.length) {
      Object.assign(set, { sources: [sources[0]] }, this.#spoken(current, [sources[0]]));
    }
    return Object.keys(set).length ? [putQuote(current.id, { ...set, origin: "hand", source: null })] : [];
  }

  /** `Enter`: takes the guesses, asks for the speaker if need be, goes on. */
  async commit() {
    const { desk } = this;
    const ops = this.accepted();
    if (ops.length && !desk.change(ops, { said: "Cue and source taken" })) return false;
    const { current } = this;
    if (!current.speaker && current.sources.length && !(await this.askSpeaker())) return false;
    return this.next(1, { make: true }) || this.leave();
  }

  /** `0`: no source in the text: implicit, again: none. */
  noSource() {
    const kind = this.current.source_kind === "implicit" ? "none" : "implicit";
    return this.desk.change([putQuote(this.desk.quote, { sources: [], source_kind: kind, origin: "hand", source: null })], { said: `Source ${kind}` });
  }

  cycleKind(id = this.desk.quote) {
    const { source_kind } = this.desk.labels.quotes.get(id);
    const kind = KINDS[(KINDS.indexOf(source_kind) + 1) % KINDS.length];
    return this.desk.change([putQuote(id, { source_kind: kind, origin: "hand", source: null })], { said: `Source ${kind}` });
  }

  toggleFlag(flag, id = this.desk.quote) {
    const { flags } = this.desk.labels.quotes.get(id);
    const now = flags.includes(flag) ? flags.filter((one) => one !== flag) : [...flags, flag].sort();
    return this.desk.change([putQuote(id, { flags: now, origin: "hand", source: null })], { said: now.join(", ") || "No flag" });
  }

  /** `l`: the next flag of the scheme's list, alone; after the last none. */
  cycleFlags() {
    const list = this.desk.scheme.quotes.flags;
    const at = list.indexOf(this.current.flags[0]);
    const now = at + 1 < list.length ? [list[at + 1]] : [];
    return this.desk.change([putQuote(this.desk.quote, { flags: now, origin: "hand", source: null })], { said: now[0] ?? "No flag" });
  }

  /** Takes the spans of a field away. */
  empty(field, id = this.desk.quote) {
    return this.desk.change([putQuote(id, { [field]: [], origin: "hand", source: null })], { said: `No ${field}` });
  }

  /** Deletes a quote and its stances, as one step. */
  remove(id = this.desk.quote) {
    const { desk } = this;
    if (!id) return false;
    const ops = [...desk.stancesOf(id).map((stance) => removeStance(stance.id)), removeQuote(id)];
    const line = desk.text.lineAt(desk.labels.quotes.get(id).contents[0]?.[0] ?? 0);
    if (!desk.change(ops, { said: "Quote deleted" })) return false;
    if (desk.mode === "quote") desk.setMode("line");
    desk.cursor.to(line, { scroll: null });
    return true;
  }

  leave() {
    this.desk.setMode("line");
    return true;
  }
}
