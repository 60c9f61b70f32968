/** Sends one queue to the server, oldest first; over all tabs at most one does so at a time. */
import { Outbox, batchOf, everything } from "./outbox.js";

const MOST = 1000; // operations that the server takes at once
const MANY = 200;
const FEW = 20;
const LATER = [401, 403, 404, 408, 429]; // the door is shut, or the server is busy: the operations are not at fault

/** The body of a request with records of one tab. */
export function bodyOf(records) {
  const [{ client, base, sha256 }] = records;
  return { text_sha256: sha256, client, base_rev: base, ops: records.map((record) => record.op) };
}

export class Flusher {
  /** @param {import("./outbox.js").Outbox} outbox  @param {import("./server.js").Server} server */
  constructor(outbox, server) {
    Object.assign(this, { outbox, server, size: MANY });
    Object.assign(this, { async before() {}, onleft() {}, async onacked() {}, async onrefused() {} });
    this.channel = new BroadcastChannel(outbox.name);
  }

  /** Sends until nothing is left; rejects, with the answer if there was one, when it has to be tried again later. */
  run() {
    const all = () => this.#all();
    return navigator.locks ? navigator.locks.request(this.outbox.name, all) : all();
  }

  /** Takes out what was set aside and has been decided; other tabs forget it, too. */
  async drop(numbers) {
    await this.outbox.drop(numbers);
    this.channel.postMessage({ sent: [] });
  }

  async #all() {
    await this.before();
    for (let left = await this.#left(); left.length; ) {
      const batch = batchOf(left, this.size);
      this.size = FEW; // a slow line may need smaller parcels: until one has got through
      left = await this.#post(batch);
      this.size = MANY;
    }
  }

  /** What is left of the queue without these records; told on the spot, before anything is added to it. */
  async #left(done) {
    const left = await this.outbox.left(MOST, done);
    this.onleft(left);
    return left.first;
  }

  async #post(batch) {
    const answer = await this.server.send(this.outbox.key[2], bodyOf(batch));
    if (answer.status >= 500) throw answer;
    const said = await answer.json(); // an answer that was cut off counts as none
    if (answer.ok) return this.#acknowledged(batch, said);
    if (LATER.includes(answer.status) || said.reason === "token") throw answer;
    return this.#refused(batch, said);
  }

  async #acknowledged(batch, said) {
    const known = new Set(said.acked.map((ack) => ack.op_id));
    const done = batch.filter((record) => known.has(record.op.op_id));
    if (!done.length) throw new Error("nothing was acknowledged");
    const left = await this.#left(done.map((record) => record.number));
    this.channel.postMessage({ sent: [...known] });
    await this.onacked(batch[0].client, known, said);
    return left;
  }

  /** One refused operation takes the rest of its gesture along; all others go on. */
  async #refused(batch, { op_id, message, reason = "" }) {
    const { step } = (batch.find((record) => record.op.op_id === op_id) ?? batch[0]).op;
    const gesture = batch.filter((record) => record.op.step === step);
    await this.outbox.setAside(gesture.map((record) => ({ ...record, message, reason })));
    const refused = gesture.map((record) => record.op.op_id);
    this.channel.postMessage({ refused });
    await this.onrefused(refused);
    return this.#left();
  }
}

/** Flushers of the same person's other pages on the same instance; nobody else's queue is ever sent. @returns {Promise<Flusher[]>} */
export async function flushersBeside({ key: [instance, person, own] }, server) {
  const mine = (await everything()).filter(({ key, queue }) => key[0] === instance && key[1] === person && queue.length);
  return mine.filter(({ key }) => key[2] !== own).map(({ key }) => new Flusher(new Outbox(key), server));
}
