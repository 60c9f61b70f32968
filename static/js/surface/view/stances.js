/** Stances of quotes: polarity toward a target that is always named, and the words that show it. */
import { newId, putStance, removeStance } from "../model/operations.js";
import { pickEntity } from "./picker.js";

export const POLARITY = {
  1: { sign: "▲", name: "favor" },
  "-1": { sign: "▼", name: "against" },
  0: { sign: "●", name: "neutral" },
  unclear: { sign: "?", name: "unclear" },
  none: { sign: "–", name: "none" },
  2: { sign: "▲▲", name: "strongly favor" },
  "-2": { sign: "▼▼", name: "strongly against" },
};

export class StanceCommands {
  /** @param {import("./desk.js").Desk} desk */
  constructor(desk, selection, quotes) {
    Object.assign(this, { desk, selection, quotes, attribution: quotes.attribution });
    this.pending = null;
  }

  /** The polarities in the order of their digits, each with its key. @returns {[string, number|string][]} */
  get digits() {
    const own = this.desk.commands.filter(
      (command) => "value" in command && /^stance\./.test(command.id) && !command.id.endsWith(".stay"),
    );
    return own.map((command) => [command.keys[0], command.value]);
  }

  /** Sign and name of a polarity. */
  word(polarity) {
    return `${POLARITY[polarity].sign} ${POLARITY[polarity].name}`;
  }

  /** Picks the target that the digits mean from now on. */
  async chooseTarget() {
    const { desk } = this;
    const closed = desk.scheme.stances.targets === "closed";
    const picked = await pickEntity(desk, {
      title: "Stance toward whom or what?",
      query: desk.name(desk.target),
      kind: "ISSUE",
      among: closed ? (desk.state.targets ?? []) : null,
    });
    if (!picked) return false;
    if (picked.ops.length && !desk.change(picked.ops)) return false;
    desk.target = picked.id;
    desk.emit("current");
    return true;
  }

  /** A digit: the stance of the current quote toward the target, then on to the next quotation. */
  async digit(polarity, { stay = false } = {}) {
    if (!(await this.set(polarity))) return false;
    return stay || this.quotes.next(1, { make: true }) || this.quotes.leave();
  }

  /** Sets the polarity of the current quote toward the current target; takes the open guesses of the quote along. */
  async set(polarity) {
    const { desk } = this;
    if (!desk.target && !(await this.chooseTarget())) return false;
    const accepted = this.attribution.accepted();
    const speaker = accepted[0]?.payload.set.speaker ?? this.quotes.current.speaker;
    if (speaker === desk.target)
      return desk.refuse(`${desk.name(speaker)} is the speaker and can't be the target too.`);
    const ops = [...accepted, this.put("quote", null, polarity, this.pending ?? this.quotes.current.contents)];
    this.pending = null;
    if (!desk.change(ops, { said: `${POLARITY[polarity].name} toward ${desk.name(desk.target)}` })) return false;
    const { current } = this.quotes;
    return current.speaker || !current.sources.length || this.attribution.askSpeaker();
  }

  /** The operation that sets one stance toward the target: there is one record per level, quote, holder and target. */
  put(level, holder, polarity, evidence) {
    const { desk } = this;
    const quote = level === "quote" ? desk.quote : null;
    const same = [...desk.labels.stances.values()].find(
      (one) => one.level === level && one.quote === quote && one.holder === holder && one.target === desk.target,
    );
    const spans = polarity === "none" ? [] : same?.evidence.length && !this.pending ? same.evidence : evidence;
    const set = { polarity, evidence: spans, origin: "hand", source: null };
    return same
      ? putStance(same.id, set)
      : putStance(newId("s"), { level, quote, holder, target: desk.target, explicit: null, ...set });
  }

  /** `e`: the selection is the evidence of the quote's stance toward the target; without one yet, of the next. */
  evidence() {
    const { desk } = this;
    const spans = this.selection.spans();
    const quote = this.quotes.current;
    if (!spans) return desk.refuse("Select the words first.");
    if (!quote) return desk.refuse("Choose a quote first: click one, or press q.");
    this.selection.clear();
    const stance = this.#ofTarget();
    if (stance)
      return desk.change([putStance(stance.id, { evidence: spans, origin: "hand", source: null })], {
        said: "Evidence",
      });
    this.pending = spans;
    desk.say("Evidence for the stance that comes next. Press a digit.");
    return true;
  }

  #ofTarget() {
    const stances = this.desk.stancesOf(this.desk.quote);
    return stances.find((stance) => stance.target === this.desk.target) ?? stances.at(-1);
  }

  /** `y`: explicit, implicit, not said. */
  cycleExplicit(id = this.#ofTarget()?.id) {
    const stance = this.desk.labels.stances.get(id);
    if (!stance) return this.desk.refuse("There is no stance here yet.");
    const explicit = stance.explicit === null ? true : stance.explicit ? false : null;
    return this.desk.change([putStance(id, { explicit, origin: "hand", source: null })], {
      said: explicit === null ? "Explicitness left open" : explicit ? "Explicit" : "Implicit",
    });
  }

  /** Changes a stance's polarity by its button: the next one in the order of the digits. */
  turn(id) {
    const stance = this.desk.labels.stances.get(id);
    const list = this.digits.map(([, polarity]) => polarity);
    const polarity = list[(list.indexOf(stance.polarity) + 1) % list.length];
    const quote = this.desk.labels.quotes.get(stance.quote);
    const evidence =
      polarity === "none" ? [] : stance.evidence.length ? stance.evidence : (quote?.contents ?? this.here());
    return this.desk.change([putStance(id, { polarity, evidence, origin: "hand", source: null })], {
      said: POLARITY[polarity].name,
    });
  }

  /** Gives a stance the selection as its evidence. */
  evidenceOf(id) {
    const spans = this.selection.spans();
    if (!spans) return this.desk.refuse("Select the words in the text first, then press Evidence.");
    this.selection.clear();
    return this.desk.change([putStance(id, { evidence: spans, origin: "hand", source: null })], { said: "Evidence" });
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
