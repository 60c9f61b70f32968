/** The state of a page's adjudication and the decisions on their way to the server, one after the other. */
import { same, step } from "../model/adjudication.js";
import { uuid7 } from "../model/operations.js";

const LONGEST_WAIT = 10000;

/** Events: "state" when the server has answered, "current" when another place is shown, "saving" while something is on its way. */
export class CaseFile extends EventTarget {
  /** @param {import("../post.js").Post} post  @param {(sentence: string) => void} complain */
  constructor(post, complain) {
    super();
    Object.assign(this, { post, complain, waiting: [], current: null, reason: "", troubled: false });
    for (const wake of ["online", "focus"]) addEventListener(wake, () => this.wake?.());
    addEventListener("beforeunload", (event) => this.waiting.length && !this.kept && event.preventDefault());
  }

  /** True when all that waits lies on this computer as well, so that leaving the page loses nothing. */
  get kept() {
    return Boolean(this.post.outbox) && !this.writing;
  }

  async load() {
    this.#take(await this.post.ask());
    this.waiting = await this.post.open(this.state);
    this.#mark();
    if (this.waiting.length) this.#flush();
  }

  get open() {
    return this.state.places.filter((one) => one.open);
  }

  /** Shows a place; null is none. */
  show(place) {
    this.current = place;
    this.reason = "";
    this.#emit("current");
  }

  /** Goes to the next (1) or previous (-1) place; with `open: false` those that are decided count, too. */
  go(direction, only) {
    const place = step(this.state.places, this.current, direction, only) ?? step(this.state.places, this.current, direction, { open: false });
    if (place) this.show(place);
    return Boolean(place);
  }

  /** Decides about the current place and goes on. @param {string} choice  @param {object[]} [own] */
  decide(choice, own) {
    const { layer, key, seen, decision } = this.current;
    const gesture = { verb: "decide", layer, place: key, seen, after: decision?.id ?? null, choice, reason: this.reason };
    this.#send(own ? { ...gesture, own } : gesture);
    this.reason = "";
    this.#mark();
    this.#emit("saving");
    if (this.open.length) this.go(1);
    else this.#emit("current");
  }

  undo() {
    this.#send({ verb: "undo" });
  }

  accept() {
    this.#send({ verb: "accept" });
  }

  async #send(made) {
    const gesture = { id: uuid7(), by: this.state.person, ...made };
    this.waiting.push(gesture);
    this.#emit("saving");
    this.writing = this.post.keep(gesture);
    await this.writing;
    if (this.waiting.at(-1)?.id === gesture.id) this.writing = null;
    if (!this.sending) this.#flush();
  }

  /** Sends what waits; after trouble again, in a while or as soon as the browser is online again or the tab is looked at. */
  async #flush() {
    this.sending = true;
    for (let wait = 500; this.waiting.length; ) {
      const woken = new Promise((resolve) => (this.wake = resolve)); // also while a try is still on its way
      await this.writing;
      const [first] = this.waiting;
      const answer = await this.post.send(first);
      this.troubled = answer.trouble ?? false;
      if (answer.trouble) {
        this.#emit("saving");
        await Promise.race([woken, new Promise((resolve) => setTimeout(resolve, wait))]);
        wait = Math.min(LONGEST_WAIT, wait * 2);
        continue;
      }
      wait = 500;
      if (answer.refused) await this.#refused(answer.refused);
      else {
        this.waiting.shift();
        this.#take(answer, first);
        await this.post.drop([first.id]);
      }
      this.#emit("saving");
    }
    this.sending = false;
  }

  /** What was not taken, and what waits behind it, is dropped: it was made on what is no longer so. */
  async #refused(sentence) {
    const gone = this.waiting.splice(0);
    this.complain(gone.length > 1 ? `${sentence} ${gone.length - 1} later decisions here were not saved either.` : sentence);
    await this.post.drop(gone.map(({ id }) => id));
    const state = await this.post.ask().catch(() => null);
    if (state?.places) this.#take(state);
  }

  #take(state, sent) {
    if (!state.places) throw new Error(state.message);
    const before = this.current;
    this.state = state;
    if (sent?.verb === "decide") this.#chain(sent);
    this.#mark();
    this.current = state.places.find((one) => same(one, before)) ?? state.places.find((one) => one.open) ?? state.places[0] ?? null;
    this.#emit("state");
    if (sent?.verb === "undo") this.#back(state);
    if (sent?.verb === "accept") this.#emit("accepted");
    else if (!same(this.current, before)) this.#emit("current");
  }

  /** A second decision about a place that was made before the first was answered comes after the first. */
  #chain({ layer, place: key }) {
    const now = this.state.places.find((one) => same(one, { layer, key }));
    for (const one of this.waiting) if (one.layer === layer && one.place === key) one.after = now?.decision?.id ?? null;
  }

  /** After an undo the place that is open again is shown. */
  #back({ log, places }) {
    const undone = log.find((one) => one.choice === "undone");
    const place = undone && places.find((one) => same(one, { layer: undone.layer, key: undone.place }));
    if (place) this.show(place);
  }

  /** What is on its way counts as decided on the screen. */
  #mark() {
    for (const { layer, place: key, choice } of this.waiting) {
      const place = this.state.places.find((one) => same(one, { layer, key }));
      if (place) Object.assign(place, { open: false, state: "decided", pending: choice });
    }
  }

  #emit(type) {
    this.dispatchEvent(new Event(type));
  }
}
