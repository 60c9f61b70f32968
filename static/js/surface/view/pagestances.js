/** What the page as a whole shows of a holder: holder, target, digit; a closed list goes on to its next target by itself. */
import { pickEntity } from "./picker.js";
import { POLARITY } from "./stances.js";

export class PageStances {
  /** @param {import("./desk.js").Desk} desk  @param {import("./stances.js").StanceCommands} stances */
  constructor(desk, selection, stances) {
    Object.assign(this, { desk, selection, stances });
    this.holder = null;
    stances.page = this;
  }

  /** `t` outside quotes: holder, then target, then a digit; words that are selected are the evidence. The outlet may hold one, too. */
  async start() {
    const { desk } = this;
    const spans = this.selection.spans();
    const speakers = desk.quotesInText().map(({ speaker }) => speaker).reverse();
    const first = [this.holder, ...speakers].filter((id) => desk.entities.has(id));
    const picked = await pickEntity(desk, { title: "Page-level stance: who holds it?", first });
    if (!picked) return false;
    if (picked.ops.length && !desk.change(picked.ops)) return false;
    this.holder = picked.id;
    if (!(await this.stances.chooseTarget())) return false;
    this.selection.clear();
    desk.setMode("stance");
    this.stances.draft.evidence = spans;
    return true;
  }

  /** A digit: holder toward target; then the next open target of a closed list, else back to the lines. */
  set(polarity, { stay = false } = {}) {
    const { desk, holder, stances } = this;
    if (holder === desk.target) return desk.refuse(`${desk.name(holder)} can't be holder and target at once.`);
    const said = `The page: ${desk.name(holder)} ${POLARITY[polarity].name} toward ${desk.name(desk.target)}`;
    if (!desk.change([stances.put("page", holder, polarity, stances.here())], { said })) return false;
    stances.kept = null;
    if (stay) return true;
    const answered = new Set(this.#own().map((stance) => stance.target));
    const open = (desk.state.targets ?? []).find((target) => target !== holder && !answered.has(target));
    if (open) {
      desk.target = open;
      desk.emit("current");
    } else desk.setMode("line");
    return true;
  }

  #own() {
    return this.desk.pageStances().filter((stance) => stance.holder === this.holder);
  }

  /** The stance of the holder toward the target, if there is one. */
  shown() {
    return this.#own().find((stance) => stance.target === this.desk.target);
  }

  /** The next stance of the page: its holder and target become those that the digits mean. */
  step(direction) {
    const { desk } = this;
    const list = desk.pageStances();
    const stance = list[(list.indexOf(this.shown()) + direction + list.length) % list.length];
    if (!stance) return desk.refuse("The page has no stance yet.");
    this.holder = stance.holder;
    desk.target = stance.target;
    desk.say(`${desk.name(stance.holder)} ${POLARITY[stance.polarity].name} toward ${desk.name(stance.target)}`);
    desk.emit("current");
    return true;
  }

  remove() {
    const stance = this.shown();
    return stance ? this.stances.remove(stance.id) : this.desk.refuse("There is no such stance yet.");
  }

  /** `P`: the stances of the current quote become stances of the page, held by its speaker; before there is one, says so of the next. */
  promote() {
    const { desk, stances } = this;
    const speaker = desk.labels.quotes.get(desk.quote)?.speaker;
    const list = desk.quote ? desk.stancesOf(desk.quote) : [];
    if (desk.mode === "quote" && !list.some(({ target }) => target === desk.target)) return stances.cyclePage();
    if (!speaker || !list.length) return desk.refuse("This needs a quote with a speaker and a stance.");
    const before = { target: desk.target, kept: stances.kept };
    const ops = list.map((stance) => {
      desk.target = stance.target;
      stances.kept = { of: desk.quote, evidence: null, explicit: stance.explicit, page: null };
      return stances.promoted(speaker, stance.polarity, stance.evidence);
    });
    desk.target = before.target;
    stances.kept = before.kept;
    return desk.change(ops, { said: "Held on the page as a whole too" });
  }
}
