/** Stances: polarity toward a target that is always named, the words that show it, and whether they say it openly. */
import { newId, putStance, removeStance } from "../model/operations.js";
import { locked } from "./base.js";
import { Targets } from "./targets.js";

export const POLARITY = {
  1: { sign: "▲", name: "favor" },
  "-1": { sign: "▼", name: "against" },
  0: { sign: "●", name: "neutral" },
  unclear: { sign: "?", name: "unclear" },
  none: { sign: "–", name: "none" },
  2: { sign: "▲▲", name: "strongly favor" },
  "-2": { sign: "▼▼", name: "strongly against" },
};
const EXPLICIT = [true, false, null];
const PAGE = { null: "too", too: "only", only: null };
const BY_HAND = { origin: "hand", source: null };

export class StanceCommands {
  /** @param {import("./desk.js").Desk} desk */
  constructor(desk, selection, quotes) {
    Object.assign(this, { desk, selection, quotes, attribution: quotes.attribution });
    this.targets = new Targets(desk);
    this.kept = null;
  }

  /** The words that a target is most likely named in. */
  #words() {
    const { current } = this.quotes;
    return this.desk.base === "stance" || !current ? this.here() : [...(this.draft.evidence ?? []), ...current.contents];
  }

  /** The polarities in the order of their digits, each with its key. @returns {[string, number|string][]} */
  get digits() {
    const own = this.desk.commands.filter(
      (command) => "value" in command && /^stance\./.test(command.id) && !command.id.endsWith(".stay"),
    );
    return own.map((command) => [command.keys[0], command.value]);
  }

  /** What has been said about the stance that the next digit makes; forgotten with its quote or its holder. */
  get draft() {
    const of = this.desk.base === "stance" ? `page ${this.page.holder}` : this.desk.quote;
    const explicit = this.desk.scheme.stances.explicit ? true : null;
    if (this.kept?.of !== of) this.kept = { of, evidence: null, explicit, page: null };
    return this.kept;
  }

  /** Picks the target that the digits mean from now on. */
  async chooseTarget() {
    const picked = await this.targets.pick(this.#words());
    if (!picked) return false;
    if (picked.ops.length && !this.desk.change(picked.ops)) return false;
    this.desk.target = picked.id;
    this.desk.emit("current");
    return true;
  }

  /** Gives a stance another target; its evidence and polarity stay. */
  async retarget(id = this.#shown()?.id) {
    const stance = this.desk.labels.stances.get(id);
    if (!stance) return this.desk.refuse("There is no stance here yet.");
    const picked = await this.targets.pick(this.#words());
    if (!picked) return false;
    const put = putStance(id, { target: picked.id, ...BY_HAND });
    if (!this.desk.change([...picked.ops, put], { said: `Toward ${this.desk.name(picked.id) || "another"}` })) return false;
    this.desk.target = picked.id;
    this.desk.emit("current");
    return true;
  }

  /** A digit: the stance of the current quote toward the target, then on to the next quotation. */
  async digit(polarity, { stay = false } = {}) {
    if (!(await this.set(polarity))) return false;
    return stay || this.quotes.offer();
  }

  /** Sets the polarity of the current quote toward the current target; takes the open guesses of the quote along. */
  async set(polarity) {
    const { desk } = this;
    if (!desk.target && !(await this.chooseTarget())) return false;
    let accepted = this.attribution.accepted();
    let speaker = accepted[0]?.payload.set.speaker ?? this.quotes.current.speaker;
    const { page } = this.draft;
    if (page && !speaker) {
      if (accepted.length && !desk.change(accepted)) return false;
      if (!(await this.attribution.askSpeaker())) return false;
      accepted = [];
      ({ speaker } = this.quotes.current);
    }
    if (speaker === desk.target)
      return desk.refuse(`${desk.name(speaker)} is the speaker and can't be the target too.`);
    const { contents } = this.quotes.current;
    const ops = [
      ...accepted,
      ...(page === "only" ? [] : [this.put("quote", null, polarity, contents)]),
      ...(page ? [this.promoted(speaker, polarity, contents)] : []),
    ];
    if (!desk.change(ops, { said: `${POLARITY[polarity].name} toward ${desk.name(desk.target)}` })) return false;
    this.kept = null;
    const { current } = this.quotes;
    return current.speaker || !current.sources.length || locked(desk, "quotes") || this.attribution.askSpeaker();
  }

  /** The operation that sets one stance toward the target: there is one record per level, quote, holder and target. */
  put(level, holder, polarity, fallback) {
    const { desk, draft } = this;
    const quote = level === "quote" ? desk.quote : null;
    const same = [...desk.labels.stances.values()].find(
      (one) => one.level === level && one.quote === quote && one.holder === holder && one.target === desk.target,
    );
    const known = draft.evidence ?? (same?.evidence.length ? same.evidence : fallback);
    const set = { polarity, evidence: polarity === "none" ? [] : known, ...BY_HAND };
    if (same) return putStance(same.id, draft.explicit === null ? set : { ...set, explicit: draft.explicit });
    return putStance(newId("s"), { level, quote, holder, target: desk.target, explicit: draft.explicit, ...set });
  }

  /** The operation that shows a stance on the page as a whole; one that is there keeps its polarity and gets the words, too. */
  promoted(holder, polarity, fallback) {
    const { desk, draft } = this;
    const same = desk.pageStances().find((one) => one.holder === holder && one.target === desk.target);
    const own = draft.evidence ?? fallback;
    if (!same) return this.put("page", holder, polarity, own);
    const fresh = own.filter((span) => !same.evidence.some((one) => String(one) === String(span)));
    const evidence = [...same.evidence, ...fresh].sort((a, b) => a[0] - b[0]);
    return putStance(same.id, { evidence, ...BY_HAND });
  }

  /** `P` before the digit: the stance counts for the page too, for the page only, for the quote only. */
  cyclePage() {
    const { draft } = this;
    draft.page = PAGE[draft.page];
    this.desk.say({ null: "For this quote", too: "For the page too", only: "For the page only" }[draft.page]);
    this.desk.emit("current");
    return true;
  }

  /** `e`, `E`: the selection is (more) evidence of the stance toward the target; without one yet, of the next. */
  evidence({ add = false, id = this.#shown()?.id, picked = null } = {}) {
    const { desk } = this;
    const spans = picked ?? this.selection.spans();
    if (!id && desk.base !== "stance" && !this.quotes.current)
      return desk.refuse("Choose a quote first: click one, or press q.");
    if (!spans) {
      const quote = desk.base === "stance" ? null : this.quotes.current;
      return this.attribution.words.pick(quote, (words) => this.evidence({ add, id, picked: words }));
    }
    this.selection.clear();
    const before = add ? ((id ? desk.labels.stances.get(id).evidence : this.draft.evidence) ?? []) : [];
    const evidence = [...before, ...spans].sort((a, b) => a[0] - b[0]);
    if (id) return desk.change([putStance(id, { evidence, ...BY_HAND })], { said: "Evidence" });
    this.draft.evidence = evidence;
    desk.say("Evidence for the stance that comes next. Press a digit.");
    return true;
  }

  #shown() {
    if (this.desk.base === "stance") return this.page.shown();
    return this.desk.stancesOf(this.desk.quote).find((stance) => stance.target === this.desk.target);
  }

  /** `y`: explicit, implicit, not said; before the digit, of the stance that comes next. */
  cycleExplicit(id = this.#shown()?.id) {
    const now = id ? this.desk.labels.stances.get(id).explicit : this.draft.explicit;
    const explicit = EXPLICIT[(EXPLICIT.indexOf(now) + 1) % EXPLICIT.length];
    const said = explicit === null ? "Explicitness left open" : explicit ? "Explicit" : "Implicit";
    if (id) return this.desk.change([putStance(id, { explicit, ...BY_HAND })], { said });
    this.draft.explicit = explicit;
    this.desk.say(`${said}: the stance that comes next`);
    this.desk.emit("current");
    return true;
  }

  /** Changes a stance's polarity by its button: the next one in the order of the digits. */
  turn(id) {
    const stance = this.desk.labels.stances.get(id);
    const list = this.digits.map(([, polarity]) => polarity);
    const polarity = list[(list.indexOf(stance.polarity) + 1) % list.length];
    const quote = this.desk.labels.quotes.get(stance.quote);
    const evidence =
      polarity === "none" ? [] : stance.evidence.length ? stance.evidence : (quote?.contents ?? this.here());
    return this.desk.change([putStance(id, { polarity, evidence, ...BY_HAND })], { said: POLARITY[polarity].name });
  }

  remove(id) {
    return this.desk.change([removeStance(id)], { said: "Stance deleted" });
  }

  /** The words of the cursor's line, as evidence until something better is chosen. */
  here() {
    const { text, cursor } = this.desk;
    const [start, end] = text.trim(text.lineStart(cursor.n), text.lineEnd(cursor.n));
    return start < end ? [[start, end]] : [];
  }
}
