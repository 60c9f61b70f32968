/** Keeps every gesture in the outbox, has it sent in order, and tells what came back: saved, refused, or done elsewhere. */
import { Alarm } from "./alarm.js";
import { Door } from "./door.js";
import { Flusher, bodyOf, flushersBeside } from "./flusher.js";
import { uuid7 } from "./model/operations.js";
import { MemoryOutbox, Outbox, batchOf } from "./outbox.js";
import { tabName } from "./tab.js";

const SOON = 20;
const WAIT = 400;
const POLL = 5000;

/**
 * @typedef {{op_id: string, step: string, undoes: string|null, kind: string, payload: Object, client_at: string}} Op
 * `onstate({state, count, rev, decisions, door})`; state is "saved", "writing", "kept", "signin" or "decision";
 * `onremote(ops)`: of other tabs and curators; `onrefused()`: read the state again; `onfault(sentence)`; `onsaved()`.
 */
export class Sync {
  #next = null;
  #running = Promise.resolve();

  /** @param {import("./server.js").Server} server */
  constructor(server) {
    Object.assign(this, { server, onstate() {}, onremote() {}, onrefused() {}, onfault() {}, onsaved() {} });
    Object.assign(this, { client: uuid7(), rev: 0, queue: 0, own: [], decisions: [], writing: 0, stale: false });
    Object.assign(this, { synchronous: false, shown: new Set(), elsewhere: null, door: new Door(server) });
    this.alarm = new Alarm(() => this.flush());
  }

  /** Starts the queue of this person and task. Returns the operations that the server hasn't acknowledged yet. */
  async start({ instance, person, rev, sha256 }) {
    this.door.belongs(instance, person);
    Object.assign(this, { rev, where: { sha256, page: location.pathname } });
    this.#use(new Outbox([instance, person, this.server.urls.ops]));
    const fail = () => this.#keepInMemory();
    await this.outbox.open(fail).catch(fail);
    navigator.storage?.persist?.().catch(() => {});
    const left = await this.outbox.all();
    this.client = await tabName(this.outbox.name, this.client, left.map((record) => record.client));
    this.own = left.filter((record) => record.client === this.client);
    for (const wake of ["online", "focus"]) addEventListener(wake, () => this.flush());
    addEventListener("pagehide", () => this.#farewell());
    addEventListener("beforeunload", (event) => (this.writing || this.blocked) && event.preventDefault());
    setInterval(() => document.visibilityState === "visible" && this.poll(), POLL);
    this.alarm.set(0);
    return left.map((record) => record.op);
  }

  #use(outbox) {
    Object.assign(this, { outbox, flusher: new Flusher(outbox, this.server) });
    Object.assign(this.flusher, {
      before: () => this.stale && this.#reread(),
      onleft: (left) => this.#counted(left),
      onacked: (client, known, said) => this.#acknowledged(client, known, said),
      onrefused: (refused) => this.#forget(new Set(refused)) ?? this.#reread(),
    });
    this.flusher.channel.onmessage = ({ data }) => this.#told(data);
  }

  /** Another tab has sent, or been refused, what may have been this tab's. */
  async #told({ sent, refused }) {
    this.#forget(new Set(sent ?? refused));
    if (refused) this.refresh();
    await this.recount();
    await this.poll();
  }

  #forget(known) {
    this.own = this.own.filter((record) => !known.has(record.op.op_id));
  }

  /** True while the next gesture must wait: this browser keeps nothing and the server hasn't answered yet. */
  get blocked() {
    return this.synchronous && this.own.length > 0;
  }

  /** Keeps one gesture; it is safe here when the promise resolves, and sent soon after. @param {Op[]} ops */
  add(ops) {
    return (this.written = this.#keep(ops));
  }

  async #keep(ops) {
    const records = ops.map((op) => ({ op, client: this.client, base: this.rev, ...this.where }));
    for (const op of ops) this.shown.add(op.op_id);
    this.own.push(...records);
    this.writing += 1;
    this.#tell();
    await this.outbox.add(records).catch(() => this.#keepInMemory());
    this.writing -= 1;
    this.queue += records.length;
    this.#tell();
    this.alarm.within(this.synchronous || this.own.length >= SOON ? 0 : WAIT);
  }

  /** What the server may not have yet: all that is queued, and what this tab is just writing. @returns {Promise<Op[]>} */
  async unsent() {
    const left = [...(await this.outbox.all()), ...this.own].map((record) => record.op);
    return [...new Map(left.map((op) => [op.op_id, op])).values()];
  }

  /** Sends what is queued. Resolves true when nothing is left. One run at a time; who asks meanwhile shares the next. */
  flush() {
    this.#next ??= this.#running.then(() => {
      this.#running = this.#next;
      this.#next = null;
      return this.#run();
    });
    return this.#next;
  }

  async #run() {
    this.alarm.stop();
    try {
      if (this.door.shut) await this.door.knock();
      await this.flusher.run();
      this.alarm.calm();
      this.elsewhere ??= this.synchronous ? [] : await flushersBeside(this.outbox, this.server);
      for (const other of this.elsewhere.splice(0)) await other.run().catch(() => this.elsewhere.push(other));
    } catch (error) {
      if (error.status < 500) await this.door.knock(error.status).catch(() => {});
      this.alarm.again();
      await this.recount();
    }
    return this.queue === 0;
  }

  async #acknowledged(client, known, { since, rev }) {
    this.alarm.calm();
    this.#forget(known);
    if (client === this.client) this.#remote({ ops: since, rev });
    else this.poll();
    this.onsaved();
  }

  /** What is shown holds a change that the server refused until the state has been read again. */
  async #reread() {
    this.stale = true;
    await this.onrefused();
    this.stale = false;
  }

  #remote({ ops, rev }) {
    const fresh = ops.filter((op) => op.rev > this.rev && !this.shown.has(op.op_id));
    this.rev = Math.max(this.rev, rev);
    if (fresh.length) this.onremote(fresh);
  }

  /** Asks what others did since; while the door is shut, whether it is open again. */
  async poll() {
    if (this.door.shut) return this.flush();
    try {
      const answer = await this.server.since(this.rev);
      if (answer.ok) this.#remote(await answer.json());
      else if (answer.status < 500) await this.door.knock(answer.status);
    } catch {} // The server is away: what is unsent says so.
    this.#tell();
  }

  /** Has the state read again, soon and under the queue's lock. */
  refresh() {
    this.stale = true;
    this.alarm.set(0);
  }

  /** A last try while the page goes away; the queue stays as it is, and a repeated operation does nothing on the server. */
  #farewell() {
    const batch = this.door.shut ? [] : batchOf(this.own, SOON);
    if (batch.length) this.server.send(this.outbox.key[2], bodyOf(batch), { keepalive: true }).catch(() => {});
  }

  #keepInMemory() {
    if (this.synchronous) return;
    this.synchronous = true;
    this.flusher.channel.close();
    this.#use(new MemoryOutbox(this.outbox.key, this.own));
    this.onfault("This browser can't keep unsent work, so each mark waits for the server.");
  }

  /** Counts what is queued, reads what needs a decision, and tells. */
  async recount() {
    try {
      this.#counted(await this.outbox.left(1));
    } catch {
      this.#keepInMemory();
      this.#counted({ count: this.own.length, aside: this.decisions });
    }
  }

  #counted({ count, aside }) {
    [this.queue, this.decisions] = [count, aside];
    this.#tell();
  }

  #tell() {
    const { decisions, writing, queue: kept, rev } = this;
    const states = { signin: this.door.shut, decision: decisions.length, writing, kept };
    const state = Object.keys(states).find((name) => states[name]) ?? "saved";
    this.onstate({ state, count: kept, rev, decisions, door: this.door.shut });
  }
}
