/** Unsent operations on this computer: IndexedDB, written strictly, one queue per instance, person and address of a labelling. */

const STORES = ["queue", "aside"];

let opened;

/** The database of this browser, opened once. */
const database = () =>
  (opened ??= new Promise((resolve, reject) => {
    const request = indexedDB.open("annotator", 1);
    request.onupgradeneeded = () => {
      for (const name of STORES)
        request.result.createObjectStore(name, { autoIncrement: true }).createIndex("key", "key");
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  }));

const answer = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

/** Resolves when what a transaction wrote is on the disk. */
const ended = (transaction) =>
  new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error);
  });

/** Records of a key, oldest first, each with the number under which it lies. */
async function numbered(store, key, most) {
  const index = store.index("key");
  const [records, numbers] = await Promise.all([index.getAll(key, most), index.getAllKeys(key, most)].map(answer));
  return records.map((record, at) => ({ ...record, number: numbers[at] }));
}

/** @typedef {{op: Object, client: string, base: number, sha256: string, page: string}} Kept  one operation and where it belongs */

export class Outbox {
  /** @param {string[]} key  instance, person, address; a queue of another key is never touched */
  constructor(key) {
    this.key = key;
  }

  /** The name of the queue's lock and channel. */
  get name() {
    return `annotator ${this.key.join(" ")}`;
  }

  /** Opens the database; rejects where there can be none. `lost` is called when the browser takes it away. */
  async open(lost) {
    (await database()).addEventListener("close", lost);
  }

  /** Keeps records in order; resolves when they are on the disk, rejects when this browser can't keep them. */
  add(records) {
    return this.#write((queue) => records.forEach((record) => queue.add({ ...record, key: this.key })));
  }

  /** The records of this key with the number under which each lies, oldest first. */
  async all(store = "queue") {
    return numbered((await this.#begin("readonly")).objectStore(store), this.key);
  }

  /**
   * Takes records out of the queue by their numbers and tells what is left, in one transaction, since each costs more
   * than what it does. @returns {Promise<{first: Kept[], count: number, aside: Kept[]}>}  at most so many of the first
   */
  async left(most, done = []) {
    const transaction = await this.#begin(done.length ? "readwrite" : "readonly");
    const [queue, aside] = STORES.map((name) => transaction.objectStore(name));
    for (const number of done) queue.delete(number);
    const asked = [numbered(queue, this.key, most), answer(queue.index("key").count(this.key)), numbered(aside, this.key)];
    const [first, count, others] = await Promise.all([...asked, ended(transaction)]);
    return { first, count, aside: others };
  }

  /** Takes out what had been set aside. */
  drop(numbers) {
    return this.#write((queue, aside) => numbers.forEach((number) => aside.delete(number)));
  }

  /** Moves records out of the queue into the list that needs a decision, in one transaction. */
  setAside(records) {
    return this.#write((queue, aside) => {
      for (const { number, ...record } of records) {
        queue.delete(number);
        aside.add(record);
      }
    });
  }

  async #begin(mode) {
    return (await database()).transaction(STORES, mode, { durability: "strict" });
  }

  async #write(work) {
    const transaction = await this.#begin("readwrite");
    work(...STORES.map((name) => transaction.objectStore(name)));
    return ended(transaction);
  }
}

/** The same, in memory alone: for browsers that keep nothing. Its owner must not let the person run ahead of the server. */
export class MemoryOutbox {
  constructor(key, records) {
    Object.assign(this, { key, queue: [], aside: [], next: 1 });
    this.add(records);
  }

  get name() {
    return `annotator ${this.key.join(" ")}`;
  }

  async add(records, store = "queue") {
    for (const record of records) this[store].push({ ...record, key: this.key, number: this.next++ });
  }

  async all(store = "queue") {
    return [...this[store]];
  }

  async left(most, done = []) {
    this.#remove("queue", done);
    return { first: this.queue.slice(0, most), count: this.queue.length, aside: this.aside };
  }

  async drop(numbers) {
    this.#remove("aside", numbers);
  }

  async setAside(records) {
    this.#remove("queue", records.map((record) => record.number));
    await this.add(records, "aside");
  }

  #remove(store, numbers) {
    this[store] = this[store].filter((record) => !numbers.includes(record.number));
  }
}

/** All work on labellings that this browser keeps, whoever made it. @returns {Promise<{key: string[], queue: Object[], aside: Object[]}[]>} */
export async function everything() {
  const groups = new Map();
  for (const name of STORES) {
    for (const record of await answer((await database()).transaction(name).objectStore(name).getAll())) {
      if (record.key.length > 3) continue; // decisions, which their own screen sends
      const id = record.key.join(" ");
      if (!groups.has(id)) groups.set(id, { key: record.key, queue: [], aside: [] });
      groups.get(id)[name].push(record);
    }
  }
  return [...groups.values()];
}

/** The first records that may go in one request: of one tab, made on one revision, no gesture cut in two. */
export function batchOf(records, size) {
  const batch = [];
  for (const record of records) {
    const [first, last] = [batch[0] ?? record, batch.at(-1) ?? record];
    if (record.client !== first.client || record.base !== first.base) break;
    if (batch.length >= size && record.op.step !== last.op.step) break;
    batch.push(record);
  }
  return batch;
}
