/** The only code of the label screen that talks to the server: the outbox is flushed in order, answers come back as events. */
import { MemoryOutbox, Outbox } from "./outbox.js";
import { uuid7 } from "./model/operations.js";

const BATCH = 200;
const SOON = 20;
const WAIT = 400;
const TIMEOUT = 5000;
const POLL = 5000;

/**
 * @typedef {{op_id: string, step: string, undoes: string|null, kind: string, payload: Object, client_at: string}} Op
 * `onstate({state, count, rev, decisions})`; state is "saved", "writing", "kept", "signin" or "decision";
 * `onremote(ops, rev)`: operations of other tabs and curators; `onrefused()`: the state must be read again; `onfault(sentence)`.
 */
export class Sync {
  constructor({ urls, csrf }) {
    Object.assign(this, { urls, csrf, onstate() {}, onremote() {}, onrefused() {}, onfault() {} });
    this.client = uuid7();
    this.rev = 0;
    this.queue = 0;
    this.writing = 0;
    this.decisions = [];
    this.signedOut = false;
    this.delay = 0;
    this.timer = 0;
    this.synchronous = false;
  }

  /** Reads the whole state of the task. */
  async load() {
    const answer = await this.#fetch(this.urls.state);
    if (!answer.ok) throw new Error(answer.status === 401 ? "signin" : `The server answered ${answer.status}.`);
    return answer.json();
  }

  /** Starts the queue of this person and task. Returns the operations that the server hasn't acknowledged yet. */
  async start({ instance, person, task, rev, sha256 }) {
    Object.assign(this, { rev, sha256, lock: `annotator ${instance} ${person} ${task}` });
    this.outbox = new Outbox(this.lock);
    await this.outbox.database.catch(() => this.#keepInMemory());
    navigator.storage?.persist?.().catch(() => {});
    this.channel = new BroadcastChannel(this.lock);
    this.channel.onmessage = () => this.#recount().then(() => this.poll());
    addEventListener("online", () => this.flush());
    addEventListener("focus", () => this.flush());
    addEventListener("pagehide", () => this.#farewell());
    addEventListener("beforeunload", (event) => (this.writing || (this.synchronous && this.queue)) && event.preventDefault());
    setInterval(() => document.visibilityState === "visible" && this.poll(), POLL);
    const left = await this.outbox.all();
    await this.#recount();
    this.#later(0);
    return left.map((record) => record.op);
  }

  /** True while the next gesture must wait: this browser keeps nothing and the server hasn't answered yet. */
  get blocked() {
    return this.synchronous && (this.queue > 0 || this.writing > 0);
  }

  /** Keeps one gesture; it is safe here when the promise resolves, and sent soon after. @param {Op[]} ops */
  async add(ops) {
    const records = ops.map((op) => ({ op, client: this.client, base: this.rev }));
    this.writing += 1;
    this.#tell();
    try {
      await this.outbox.add(records);
    } catch {
      this.#keepInMemory();
      await this.outbox.add(records);
    }
    this.writing -= 1;
    this.queue += ops.length;
    this.#tell();
    this.#later(this.synchronous || this.queue >= SOON ? 0 : WAIT);
  }

  /** Sends what is queued; at most one tab at a time does. Resolves true when nothing is left. */
  async flush() {
    clearTimeout(this.timer);
    const send = () => this.#send().catch(() => this.#retry());
    if (navigator.locks) await navigator.locks.request(this.lock, send);
    else await send();
    await this.#recount();
    return this.queue === 0;
  }

  async #send() {
    for (let all = await this.outbox.all(); all.length; all = await this.outbox.all()) {
      const together = (record) => record.client === all[0].client && record.base === all[0].base;
      const until = all.findIndex((record) => !together(record));
      const batch = all.slice(0, until < 0 ? BATCH : Math.min(BATCH, until));
      if (!(await this.#post(batch))) return;
    }
  }

  async #post(batch) {
    const body = JSON.stringify({ text_sha256: this.sha256, client: batch[0].client, base_rev: batch[0].base, ops: batch.map((record) => record.op) });
    const answer = await this.#fetch(this.urls.ops, { method: "POST", body });
    this.signedOut = answer.status === 401 || answer.status === 403;
    if (this.signedOut || answer.status === 429 || answer.status >= 500) throw new Error("later");
    const said = await answer.json().catch(() => ({}));
    if (answer.ok) await this.#acknowledged(batch, said);
    else await this.#refused(batch, said, answer.status);
    return true;
  }

  async #acknowledged(batch, { acked, rev, since }) {
    const known = new Set(acked.map((ack) => ack.op_id));
    const done = batch.filter((record) => known.has(record.op.op_id));
    if (!done.length) throw new Error("nothing acknowledged");
    await this.outbox.remove(done.map((record) => record.number));
    this.delay = 0;
    if (batch[0].client === this.client) this.#remote(since, rev);
    this.channel.postMessage("sent");
    await this.#recount();
  }

  /** One refused operation takes the rest of its gesture along; all others go on. A batch of one gesture is refused as a whole. */
  async #refused(batch, said, status) {
    const step = (batch.find((record) => record.op.op_id === said.op_id) ?? batch[0]).op.step;
    const message = said.message ?? `The server refused this with status ${status}.`;
    await this.outbox.setAside(batch.filter((record) => record.op.step === step).map((record) => ({ ...record, message, reason: said.reason ?? "" })));
    this.channel.postMessage("refused");
    await this.#recount();
    await this.onrefused();
  }

  #remote(ops, rev) {
    const fresh = ops.filter((op) => op.rev > this.rev && op.client !== this.client);
    this.rev = Math.max(this.rev, rev);
    if (fresh.length) this.onremote(fresh, this.rev);
  }

  /** Asks what others did since. */
  async poll() {
    try {
      const answer = await this.#fetch(`${this.urls.ops}?since=${this.rev}`);
      this.signedOut = answer.status === 401;
      if (answer.ok) {
        const { ops, rev } = await answer.json();
        this.#remote(ops, rev);
      }
    } catch {
      return;
    }
    this.#tell();
  }

  /** Takes a set-aside gesture up again with fresh numbers; the caller applies it to what it shows. */
  async keepMine(step) {
    const records = this.decisions.filter((record) => record.op.step === step);
    await this.drop(step);
    return records.map(({ op }) => ({ kind: op.kind, payload: op.payload }));
  }

  /** Gives a set-aside gesture up; only ever called for an explicit click. */
  async drop(step) {
    await this.outbox.remove(this.decisions.filter((record) => record.op.step === step).map((record) => record.number), "aside");
    await this.#recount();
  }

  /** Everything that the server doesn't have, for a file. */
  async unsent() {
    return { queue: await this.outbox.all(), aside: await this.outbox.all("aside") };
  }

  /** Reads what the finish check finds. */
  async check() {
    const answer = await this.#fetch(this.urls.check);
    if (!answer.ok) throw new Error(`The server answered ${answer.status}.`);
    return answer.json();
  }

  /** Remembers the place; losing it is harmless, so no answer is awaited. */
  place(place) {
    this.#fetch(this.urls.place, { method: "PUT", body: JSON.stringify(place), keepalive: true }).catch(() => {});
  }

  #farewell() {
    if (this.queue && this.queue < SOON && !this.signedOut) this.flush().catch(() => {});
  }

  #retry() {
    this.delay = Math.min(30000, Math.max(200, this.delay * 2));
    this.#later(this.delay * (0.5 + Math.random()));
  }

  #later(wait) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.flush(), wait);
  }

  #keepInMemory() {
    if (this.synchronous) return;
    this.synchronous = true;
    this.outbox = new MemoryOutbox();
    this.onfault("This browser can't keep unsent work, so each mark waits for the server.");
  }

  async #recount() {
    this.queue = (await this.outbox.all()).length;
    this.decisions = await this.outbox.all("aside");
    this.#tell();
  }

  #tell() {
    const state = this.signedOut ? "signin" : this.decisions.length ? "decision" : this.writing ? "writing" : this.queue ? "kept" : "saved";
    this.onstate({ state, count: this.queue, rev: this.rev, decisions: this.decisions });
  }

  #fetch(url, options = {}) {
    const headers = { Accept: "application/json", ...(options.body && { "Content-Type": "application/json", "X-CSRFToken": this.csrf() }) };
    return fetch(url, { credentials: "same-origin", cache: "no-store", keepalive: false, signal: AbortSignal.timeout(TIMEOUT), ...options, headers });
  }
}
