/** Quotes: making them, going from one to the next, deleting them. */
import { newId, putQuote, removeQuote, removeStance } from "../model/operations.js";
import { enclosing } from "../model/quotations.js";
import { candidatesOn, sentencesOn } from "../model/readings.js";
import { following, locked } from "./base.js";

const MARK = /^["'“”„‟«»‹›「」『』‘’‚—–]$/u;

export class QuoteCommands {
  /** @param {import("./desk.js").Desk} desk  @param {import("./attribution.js").Attribution} attribution */
  constructor(desk, selection, attribution) {
    Object.assign(this, { desk, selection, attribution, offered: null, read: null });
    this.guesses = attribution.guesses;
    desk.on("mode current", () => this.#withdraw());
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
    if (outer)
      return desk.change([putQuote(this.current.id, { contents: outer.spans, origin: "hand", source: null })], {
        said: "The outer quotation",
      });
    return this.next(1, { make: true });
  }

  /** `Q`: the words selected as they are, else what the cursor's line reports; again: the next way to read it. */
  indirect() {
    const { desk } = this;
    const spans = this.selection.spans();
    if (spans) return this.create(spans, null);
    if (this.read && this.read.id === this.current?.id && desk.mode === "quote") return this.#reread();
    const n = this.current && desk.mode === "quote" ? desk.text.lineAt(this.current.contents[0][0]) : desk.cursor.n;
    const reported = candidatesOn(desk.text, desk.language, n).filter(({ cue }) => cue && !this.#cued(n, cue));
    return this.#propose([...reported.flatMap(({ readings }) => readings), ...sentencesOn(desk.text, desk.language, n)]);
  }

  #cued(n, [start, end]) {
    return this.desk.labels.spansOn(n).some((one) => one.layer === "cue" && one.start < end && start < one.end);
  }

  #reread() {
    const { readings, at, candidate } = this.read;
    const next = (at + 1) % readings.length;
    const { contents, flags } = readings[next];
    const offered = this.offered;
    if (offered) {
      this.offered = null;
      this.desk.change(offered.back.ops, { undoes: offered.back.undoes });
      if (!this.#propose(readings, next, candidate)) return false;
      this.offered = { id: this.desk.quote, back: this.desk.history.undo() };
      return true;
    }
    this.#remember(this.current.id, readings, next, candidate);
    const set = { contents, flags: this.#flags(flags), origin: "hand", source: null };
    return this.desk.change([putQuote(this.current.id, set)], { said: this.#named() });
  }

  /** Makes a quote as a reading has it, and keeps the other readings for `Q`. */
  #propose(readings, at = 0, candidate = null) {
    const { contents, flags } = readings[at];
    this.read = null;
    if (!this.create(contents, null, { flags, then: (id) => this.#remember(id, readings, at, candidate) })) return false;
    if (this.read && readings.length > 1) this.desk.say(this.#named()); // a quote that was there already has no readings
    return true;
  }

  #remember(id, readings, at, candidate) {
    this.read = { id, readings, at, candidate };
    this.guesses.reading = { id, ...readings[at] };
  }

  #named() {
    const { readings, at } = this.read;
    return `Read as ${readings[at].name}: ${at + 1} of ${readings.length}`;
  }

  #flags(flags) {
    return flags.filter((flag) => this.desk.scheme.quotes.flags.includes(flag));
  }

  /** A double click on a mark of quotation makes the whole quotation a quote. @param {[number, number]|null} picked */
  whole(picked) {
    const { text, language } = this.desk;
    if (!picked || !MARK.test(text.slice(...picked))) return false;
    const found = enclosing(text, language, ...picked);
    return found ? this.create(found.spans, found) : false;
  }

  /** Makes a quote of contents, or the quote that has exactly these the current one. */
  create(contents, found = null, { flags = found?.unclosed ? ["unclosed"] : [], then = () => {} } = {}) {
    const { desk } = this;
    const there = desk.labels.spansOn(desk.text.lineAt(contents[0][0])).filter((one) => one.layer === "content");
    const same = there.find(({ quote }) => String(desk.labels.quotes.get(quote).contents) === String(contents));
    if (same) return this.enter(same.quote);
    const id = newId("q");
    then(id);
    const set = { contents, flags: this.#flags(flags), origin: "hand", source: null };
    if (!desk.change([putQuote(id, set)], { said: "Quote" })) return false;
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

  /** The next candidate as a quote that goes again when it is left as it came; without one back to the lines. */
  offer(from = this.current ? this.desk.text.lineStart(this.desk.text.lineAt(this.current.contents[0]?.[0] ?? 0)) : null) {
    this.offered = null;
    if (locked(this.desk, "quotes")) return following(this.desk) ? this.enter(following(this.desk)) : this.leave();
    if (!this.next(1, { make: true, from })) return this.leave();
    this.offered = { id: this.desk.quote, back: this.desk.history.undo() };
    return true;
  }

  #withdraw() {
    const { desk, offered } = this;
    if (!offered || (desk.quote === offered.id && desk.mode !== "line")) return;
    this.offered = null;
    if (desk.history.undo()?.undoes === offered.back?.undoes) desk.change(offered.back.ops, { undoes: offered.back.undoes });
  }

  /** `n`, `p`: selects the next candidate that is no quote yet; with `make` it is made one. From one that is only offered, the next is offered. */
  next(direction, { make = false, from = null } = {}) {
    const { desk } = this;
    const passed = this.offered && this.read?.id === this.offered.id ? this.read.candidate : null;
    if (passed && !make && direction > 0) return this.offer(passed.at + 1);
    const found = this.guesses.next(from ?? this.#from(direction), direction);
    if (!found)
      return desk.refuse(direction > 0 ? "No quotation is left further down." : "No quotation is left further up.");
    if (make) return this.#propose(found.readings, 0, found);
    desk.setQuote(null);
    desk.setMode("line");
    desk.goto(...found.readings[0].contents[0]);
    desk.offsets.select(...found.readings[0].contents[0]);
    return true;
  }

  /** Where the search for the next quotation begins: after what is current or selected, else at the cursor's line. */
  #from(direction) {
    const { desk } = this;
    const edge = direction > 0 ? 1 : 0;
    const here = desk.offsets.selection()?.[edge] ?? (desk.mode === "quote" && this.current?.contents.at(-1)?.[edge]);
    if (typeof here === "number") return here;
    return desk.text.lineStart(desk.cursor.n) + (direction > 0 ? 0 : -1);
  }

  /** `Enter`: takes the guesses, asks for the speaker if need be, goes on. */
  async commit() {
    const { desk } = this;
    const ops = this.attribution.accepted();
    if (ops.length && !desk.change(ops, { said: "Cue and source taken" })) return false;
    const { current } = this;
    if (!current.speaker && current.sources.length && !(await this.attribution.askSpeaker())) return false;
    return this.offer();
  }

  /** `x`: rejects what was offered and goes on, or deletes a quote; either way it is not offered again. */
  reject() {
    const offered = this.offered?.id === this.desk.quote;
    const [start] = this.current.contents[0] ?? [];
    this.offered = null;
    this.guesses.rejected.add(this.read?.id === this.desk.quote ? this.read.candidate?.at : start);
    return this.remove() && (!offered || this.offer(this.desk.text.lineStart(this.desk.cursor.n)));
  }

  /** Deletes a quote and its stances, as one step. */
  remove(id = this.desk.quote) {
    const { desk } = this;
    const ops = [...desk.stancesOf(id).map((stance) => removeStance(stance.id)), removeQuote(id)];
    const start = desk.labels.quotes.get(id).contents[0]?.[0] ?? 0;
    if (!desk.change(ops, { said: "Quote deleted" })) return false;
    if (desk.mode === "quote") desk.setMode("line");
    desk.cursor.to(desk.text.lineAt(start), { scroll: null });
    return true;
  }

  leave() {
    this.desk.setMode("line");
    return true;
  }
}
