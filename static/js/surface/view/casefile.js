/** The state of a page's adjudication and the decisions on their way to the server, one after the other. */
import { same, step } from "../model/adjudication.js";
import { uuid7 } from "../model/operations.js";

const TIMEOUT = 10000;
const LONGEST_WAIT = 10000;

/** Events: "state" when the server has answered, "current" when another place is shown, "saving" while something is on its way. */
export class CaseFile extends EventTarget {
  /** @param {string} url  @param {(sentence: string) => void} complain */
  constructor(url, complain) {
    super();
    Object.assign(this, { url, complain, waiting: [], current: null, reason: "", troubled: false });
    addEventListener("beforeunload", (event) => this.waiting.length && event.preventDefault());
  }

  async load() {
    this.#take(await this.#asked({}));
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
    if (this.open.length) this.go(1);
    else this.#emit("current");
  }

  undo() {
    this.#send({ verb: "undo" });
  }

  accept() {
    this.#send({ verb: "accept" });
  }

  #send(gesture) {
    this.waiting.push({ id: uuid7(), ...gesture });
    this.#emit("saving");
    if (this.waiting.length === 1) this.#flush();
  }

  async #flush() {
    for (let wait = 500; this.waiting.length; ) {
      const [first] = this.waiting;
      const answer = await this.#asked({ method: "POST", body: JSON.stringify(first) }).catch(() => null);
      if (!answer || answer.failed >= 500 || answer.failed === 401) {
        this.troubled = answer?.failed === 401 ? "signin" : "away";
        this.#emit("saving");
        await new Promise((resolve) => setTimeout(resolve, wait));
        wait = Math.min(LONGEST_WAIT, wait * 2);
        continue;
      }
      this.waiting.shift();
      Object.assign(this, { troubled: false });
      wait = 500;
      if (answer.failed) this.#refused(answer);
      else this.#take(answer, first);
      this.#emit("saving");
    }
  }

  /** What was not taken, and what waits behind it, is dropped: it was made on what is no longer so. */
  async #refused({ message }) {
    this.complain(message);
    this.waiting.length = 0;
    const state = await this.#asked({}).catch(() => null);
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

  /** The state or, where the server refuses, how and in which sentence. */
  async #asked(options) {
    const headers = { Accept: "application/json" };
    if (options.body) {
      headers["Content-Type"] = "application/json";
      headers["X-CSRFToken"] = document.querySelector('meta[name="csrf-token"]').content;
    }
    const answer = await fetch(this.url, { cache: "no-store", signal: AbortSignal.timeout(TIMEOUT), ...options, headers });
    const said = await answer.json().catch(() => ({}));
    return answer.ok ? said : { failed: answer.status, message: said.message ?? `The server answered ${answer.status}.` };
  }

  #emit(type) {
    this.dispatchEvent(new Event(type));
  }
}
