/** Decisions on their way to the server: each is kept on this computer first, and sent as the person who made it or not at all. */
import { Door } from "./door.js";
import { Outbox } from "./outbox.js";
import { Server } from "./server.js";

const TIMEOUT = 10000;
const OTHER = "decisions"; // sets the queue apart from those of labellings, which go out in batches

export class Post {
  /** @param {string} url  of the page's adjudication  @param {string} session  where to ask who is signed in */
  constructor(url, session) {
    const server = new Server({ session });
    Object.assign(this, { url, server, door: new Door(server), outbox: null });
  }

  /** Opens the person's queue; gives what an earlier visit left in it, unless another tab has it open. @returns {Promise<object[]>} */
  async open({ instance, person }) {
    this.door.belongs(instance, person);
    const outbox = new Outbox([instance, person, this.url, OTHER]);
    try {
      await outbox.open(() => (this.outbox = null));
    } catch {
      return []; // a browser that keeps nothing: the screen says what isn't saved, and warns on leaving
    }
    this.outbox = outbox;
    return (await alone(outbox.name)) ? (await outbox.all()).map(({ gesture }) => gesture) : [];
  }

  /** Keeps a gesture; resolves when it is on the disk, or can't be. */
  async keep(gesture) {
    await this.outbox?.add([{ gesture }]).catch(() => (this.outbox = null));
  }

  /** Lets go of gestures that were answered. @param {string[]} ids */
  async drop(ids) {
    if (!this.outbox) return;
    const numbers = (await this.outbox.all()).filter(({ gesture }) => ids.includes(gesture.id)).map(({ number }) => number);
    await this.outbox.left(1, numbers);
  }

  /** The state. */
  async ask() {
    return this.#fetch({});
  }

  /** Sends a gesture. Gives the state, `{refused}` with a sentence, or `{trouble}`: "away", "signin" or "barred". */
  async send(gesture) {
    const answer = await this.#fetch({ method: "POST", body: JSON.stringify(gesture) }).catch(() => ({ status: 500 }));
    if (answer.places) return answer;
    const { status, reason, message } = answer;
    if (status >= 500 || [408, 429].includes(status)) return { trouble: "away" };
    if (![401, 403, 404].includes(status) && reason !== "token") return { refused: message };
    const inside = await this.door.knock(status).then(() => true, () => false);
    return { trouble: inside || !this.door.shut ? "away" : this.door.shut.barred ? "barred" : "signin" };
  }

  /** The body of the answer; where the server refuses, with its status and a sentence. */
  async #fetch(options) {
    const headers = { Accept: "application/json" };
    if (options.body) Object.assign(headers, { "Content-Type": "application/json", "X-CSRFToken": this.server.token });
    const answer = await fetch(this.url, { cache: "no-store", signal: AbortSignal.timeout(TIMEOUT), ...options, headers });
    const said = await answer.json().catch(() => ({}));
    if (answer.ok && said.places) return said;
    return { message: `The server answered ${answer.status}.`, ...said, places: null, status: answer.ok ? 502 : answer.status };
  }
}

/** Tells whether no other tab holds a name; this one does as long as it lives. */
function alone(name) {
  if (!navigator.locks) return true;
  return new Promise((tell) => {
    const hold = (lock) => {
      tell(Boolean(lock));
      return lock && new Promise(() => {});
    };
    navigator.locks.request(`${name} held`, { ifAvailable: true }, hold);
  });
}
