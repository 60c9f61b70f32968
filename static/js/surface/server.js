/** The requests of the label screen; nothing else on it talks to the server. */

const TIMEOUT = 5000;

export class Server {
  /** @param {{state: string, ops: string, check: string, place: string}} urls */
  constructor(urls) {
    this.urls = urls;
    this.fresh = { cache: "default" };
  }

  /** The whole state of the task; the first time the page's head has asked for it already. */
  async state() {
    const answer = await this.#fetch(this.urls.state, this.fresh);
    this.fresh = { cache: "no-store" };
    if (answer.status === 401) throw new Error("You are signed out. Sign in and open this page again.");
    return this.#json(answer);
  }

  /** What the finish check finds. */
  async check() {
    return this.#json(await this.#fetch(this.urls.check));
  }

  /** Posts operations. @returns {Promise<Response>} */
  send(body, { keepalive = false } = {}) {
    return this.#fetch(this.urls.ops, { method: "POST", body: JSON.stringify(body), keepalive });
  }

  /** Asks for what came after a revision. @returns {Promise<Response>} */
  since(rev) {
    return this.#fetch(`${this.urls.ops}?since=${rev}`);
  }

  /** Remembers the place; losing it is harmless, so no answer is awaited. */
  place(place) {
    this.#fetch(this.urls.place, { method: "PUT", body: JSON.stringify(place), keepalive: true }).catch(() => {});
  }

  /** After a new sign-in the old token is void: takes the new one from this very page, if it is still the same task's.
   * True when there is another token than before. */
  async renew() {
    const answer = await fetch(location.href, { cache: "no-store", signal: AbortSignal.timeout(TIMEOUT) });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const own = document.getElementById("label").dataset.task;
    const token = page.querySelector('meta[name="csrf-token"]')?.content;
    if (page.getElementById("label")?.dataset.task !== own || token === this.#token.content) return false;
    this.#token.content = token;
    return true;
  }

  get #token() {
    return document.querySelector('meta[name="csrf-token"]');
  }

  async #json(answer) {
    if (!answer.ok) throw new Error(`The server answered ${answer.status}.`);
    return answer.json();
  }

  #fetch(url, options = {}) {
    const headers = {
      Accept: "application/json",
      ...(options.body && { "Content-Type": "application/json", "X-CSRFToken": this.#token.content }),
    };
    return fetch(url, { cache: "no-store", signal: AbortSignal.timeout(TIMEOUT), ...options, headers });
  }
}
