/** Keeps every gesture in the outbox, sends it in order, and tells what came back: acknowledged, refused, or done elsewhere. */
import { MemoryOutbox, Outbox, batchOf } from "./outbox.js";
import { uuid7 } from "./model/operations.js";
import { tabName } from "./tab.js";

const SOON = 20;
const WAIT = 400;
const POLL = 5000;
const SIGNED_OUT = [401, 403, 404]; // nobody is signed in, or somebody whose task this isn't

/**
 * @typedef {{op_id: string, step: string, undoes: string|null, kind: string, payload: Object, client_at: string}} Op
 * `onstate({state, count, rev, decisions})`; state is "saved", "writing", "kept", "signin" or "decision";
 * `onremote(ops, rev)`: operations of other tabs and curators; `onrefused()`: the state must be read again; `onfault(sentence)`.
 */
export class Sync {
  /** @param {import("./server.js").Server} server */
  constructor(server) {
    Object.assign(this, { server, onstate() {}, onremote() {}, onrefused() {}, onfault() {} });
    Object.assign(this, { client: uuid7(), rev: 0, queue: 0, own: [], decisions: [], writing: 0, delay: 0, timer: 0 });
    Object.assign(this, { signedOut: false, stale: false, synchronous: false });
  }

  /** Starts the queue of this person and task. Returns the operations that the server hasn't acknowledged yet. */
  async start({ instance, person, task, rev, sha256 }) {
    Object.assign(this, { rev, sha256, lock: `annotator ${instance} ${person} ${task}` });
    this.outbox = new Outbox(this.lock);
    await this.outbox.database.catch(() => this.#keepInMemory());
    navigator.storage?.persist?.().catch(() => {});
    this.channel = new BroadcastChannel(this.lock);
    this.channel.onmessage = ({ data }) => this.#told(data);
    addEventListener("online", () => this.flush());
    addEventListener("focus", () => this.flush());
    addEventListener("pagehide", () => this.#farewell());
    addEventListener("beforeunload", (event) => (this.writing || this.blocked) && event.preventDefault());
    setInterval(() => document.visibilityState === "visible" && this.poll(), POLL);
    const left = await this.outbox.all();
    const names = left.map((record) => record.client);
    this.client = await tabName(this.lock, this.client, names);
    await this.recount();
    this.#later(0);
    return left.map((record) => record.op);
  }

  /** Another tab has sent, or been refused, what may have been this tab's. */
  async #told(what) {
    await this.recount();
    if (what === "refused") await this.onrefused();
    else await this.poll();
  }

  /** True while the next gesture must wait: this browser keeps nothing and the server hasn't answered yet. */
  get blocked() {
    return this.synchronous && (this.queue > 0 || this.writing > 0);
  }

  /** Keeps one gesture; it is safe here when the promise resolves, and sent soon after. @param {Op[]} ops */
  async add(ops) {
    const records = ops.map((op) => ({ op, client: this.client, base: this.rev }));
    this.own.push(...records);
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
    await this.recount();
    return this.queue === 0;
  }

  async #send() {
    if (this.stale) await this.#reread();
    for (let all = await this.outbox.all(); all.length; all = await this.outbox.all()) {
      await this.#post(batchOf(all));
    }
  }

  async #post(batch) {
    const answer = await this.server.send(this.#body(batch));
    if (answer.status === 400 && (await this.server.renew())) return;
    this.signedOut = SIGNED_OUT.includes(answer.status);
    if (this.signedOut || answer.status === 429 || answer.status >= 500) throw new Error("later");
    const said = await answer.json().catch(() => ({}));
    if (answer.ok) await this.#acknowledged(batch, said);
    else await this.#refused(batch, said, answer.status);
  }

  #body(records) {
    const [{ client, base }] = records;
    return { text_sha256: this.sha256, client, base_rev: base, ops: records.map((record) => record.op) };
  }

  async #acknowledged(batch, { acked, rev, since }) {
    const known = new Set(acked.map((ack) => ack.op_id));
    const done = batch.filter((record) => known.has(record.op.op_id));
    if (!done.length) throw new Error("nothing acknowledged");
    await this.outbox.remove(done.map((record) => record.number));
    this.delay = 0;
    if (batch[0].client === this.client) this.#remote(since, rev);
    this.channel.postMessage("sent");
    await this.recount();
  }

  /** One refused operation takes the rest of its gesture along; all others go on. A batch of one gesture is refused as a whole. */
  async #refused(batch, said, status) {
    const step = (batch.find((record) => record.op.op_id === said.op_id) ?? batch[0]).op.step;
    const message = said.message ?? `The server refused this with status ${status}.`;
    const gesture = batch.filter((record) => record.op.step === step);
    await this.outbox.setAside(gesture.map((record) => ({ ...record, message, reason: said.reason ?? "" })));
    this.channel.postMessage("refused");
    await this.recount();
    await this.#reread();
  }

  /** What is shown holds a change that the server refused until the state has been read again. */
  async #reread() {
    this.stale = true;
    await this.onrefused();
    this.stale = false;
  }

  #remote(ops, rev) {
    const fresh = ops.filter((op) => op.rev > this.rev && op.client !== this.client);
    this.rev = Math.max(this.rev, rev);
    if (fresh.length) this.onremote(fresh, this.rev);
  }

  /** Asks what others did since. */
  async poll() {
    try {
      const answer = await this.server.since(this.rev);
      const back = this.signedOut && answer.ok;
      this.signedOut = SIGNED_OUT.includes(answer.status);
      if (back) this.#later(0);
      if (answer.ok) {
        const { ops, rev } = await answer.json();
        this.#remote(ops, rev);
      }
    } catch {
      return;
    }
    this.#tell();
  }

  /** A last try while the page goes away; the queue stays as it is, and a repeated operation does nothing on the server. */
  #farewell() {
    const own = this.own.filter((record) => record.base === this.own[0].base).slice(0, SOON);
    if (own.length && !this.signedOut) this.server.send(this.#body(own), { keepalive: true }).catch(() => {});
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

  /** Reads what is queued and what needs a decision, and tells. */
  async recount() {
    const left = await this.outbox.all();
    this.queue = left.length;
    if (!this.writing) this.own = left.filter((record) => record.client === this.client);
    this.decisions = await this.outbox.all("aside");
    this.#tell();
  }

  #tell() {
    const { signedOut: signin, decisions, writing, queue: kept } = this;
    const states = Object.entries({ signin, decision: decisions.length, writing, kept });
    const state = states.find(([, holds]) => holds)?.[0] ?? "saved";
    this.onstate({ state, count: kept, rev: this.rev, decisions });
  }
}
