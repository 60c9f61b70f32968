/** Unsent operations on this computer: IndexedDB, written strictly, one queue per instance, person and task. */

const BATCH = 200;
const STORES = ["queue", "aside"];

function open() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open("annotator", 1);
    request.onupgradeneeded = () => {
      for (const name of STORES)
        request.result.createObjectStore(name, { autoIncrement: true }).createIndex("key", "key");
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

export class Outbox {
  /** @param {string} key  instance, person and task in one string; a queue of another key is never touched */
  constructor(key) {
    this.key = key;
    this.database = open();
    this.database.catch(() => {});
  }

  /** Keeps records in order; resolves when they are on the disk, rejects when this browser can't keep them. */
  add(records, store = "queue") {
    return this.#write([store], (transaction) =>
      records.forEach((record) => transaction.objectStore(store).add({ ...record, key: this.key })),
    );
  }

  /** The records of this key with the number under which each lies, oldest first. */
  async all(store = "queue") {
    const index = (await this.database).transaction(store).objectStore(store).index("key");
    return new Promise((resolve, reject) => {
      const found = [];
      const request = index.openCursor(IDBKeyRange.only(this.key));
      request.onerror = () => reject(request.error);
      request.onsuccess = () => {
        const cursor = request.result;
        if (!cursor) return resolve(found);
        found.push({ ...cursor.value, number: cursor.primaryKey });
        cursor.continue();
      };
    });
  }

  /** Takes records out by their numbers. */
  remove(numbers, store = "queue") {
    return this.#write([store], (transaction) =>
      numbers.forEach((number) => transaction.objectStore(store).delete(number)),
    );
  }

  /** Moves records out of the queue into the list that needs a decision, in one transaction. */
  setAside(records) {
    return this.#write(STORES, (transaction) => {
      for (const { number, ...record } of records) {
        transaction.objectStore("queue").delete(number);
        transaction.objectStore("aside").add(record);
      }
    });
  }

  async #write(stores, work) {
    const transaction = (await this.database).transaction(stores, "readwrite", { durability: "strict" });
    return new Promise((resolve, reject) => {
      transaction.oncomplete = () => resolve();
      transaction.onerror = () => reject(transaction.error);
      transaction.onabort = () => reject(transaction.error);
      work(transaction);
    });
  }
}

/** The same, in memory alone: for browsers that keep nothing. Its owner must not let the person run ahead of the server. */
export class MemoryOutbox {
  constructor() {
    this.stores = { queue: [], aside: [] };
    this.next = 1;
  }

  async add(records, store = "queue") {
    for (const record of records) this.stores[store].push({ ...record, number: this.next++ });
  }

  async all(store = "queue") {
    return [...this.stores[store]];
  }

  async remove(numbers, store = "queue") {
    this.stores[store] = this.stores[store].filter((record) => !numbers.includes(record.number));
  }

  async setAside(records) {
    await this.remove(records.map((record) => record.number));
    await this.add(records, "aside");
  }
}

/** The first records that may go in one request: of one tab, made on one revision, no gesture cut in two. */
export function batchOf([first, ...rest]) {
  const batch = [first];
  for (const record of rest) {
    if (record.client !== first.client || record.base !== first.base) break;
    if (batch.length >= BATCH && record.op.step !== batch.at(-1).op.step) break;
    batch.push(record);
  }
  return batch;
}
