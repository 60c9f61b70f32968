/** The requests of the label screen; nothing else on it talks to the server. */

const TIMEOUT = 5000;
const LONG = 20000; // for the whole state of a large page

export class Server {
  /** @param {{state: string, ops: string, check: string, place: string, session: string, keys: string, dispute: string}} urls */
  constructor(urls) {
    this.urls = urls;
    this.fresh = { cache: "default" };
  }

  /** The whole state of the task; the first time the page's head has asked for it already. */
  async state() {
    const answer = await this.#fetch(this.urls.state, { ...this.fresh, signal: AbortSignal.timeout(LONG) });
    this.fresh = { cache: "no-store" };
    return this.#json(answer);
  }

  /** What the finish check finds. */
  async check() {
    return this.#json(await this.#fetch(this.urls.check));
  }

  /** Posts operations. @returns {Promise<Response>} */
  send(url, body, { keepalive = false } = {}) {
    return this.#fetch(url, { method: "POST", body: JSON.stringify(body), keepalive });
  }

  /** Asks for what came after a revision. @returns {Promise<Response>} */
  since(rev) {
    return this.#fetch(`${this.urls.ops}?since=${rev}`);
  }

  /** Keeps the person's own keys; what is wrong with them is the error's sentence. */
  async keys(own) {
    const answer = await this.#fetch(this.urls.keys, { method: "PUT", body: JSON.stringify(own) });
    if (!answer.ok) throw new Error((await answer.json().catch(() => ({}))).message ?? `The server answered ${answer.status}.`);
  }

  /** Tells the curators what is wrong with a place of the base, or with the page; what is wrong with that is the error's sentence. */
  async dispute(said) {
    const answer = await this.#fetch(this.urls.dispute, { method: "POST", body: JSON.stringify(said) });
    if (!answer.ok) throw new Error(`The server answered ${answer.status}.`);
  }

  /** Remembers the place; losing it is harmless, so no answer is awaited. */
  place(place) {
    this.#fetch(this.urls.place, { method: "PUT", body: JSON.stringify(place), keepalive: true }).catch(() => {});
  }

  /** Who is signed in, where, and with which token. @returns {Promise<{instance: string, person: string|null, token: string}>} */
  async session() {
    return this.#json(await this.#fetch(this.urls.session));
  }

  /** Signs in with a one-time link; false when it no longer works. */
  async signIn(link) {
    const { token } = await this.session();
    const body = new URLSearchParams({ csrf_token: token });
    return (await fetch(new URL(link, location.href).pathname, { method: "POST", body, signal: AbortSignal.timeout(TIMEOUT) })).ok;
  }

  /** After a new sign-in the old token is void. */
  set token(token) {
    document.querySelector('meta[name="csrf-token"]').content = token;
  }

  get token() {
    return document.querySelector('meta[name="csrf-token"]').content;
  }

  async #json(answer) {
    const said = await answer.json();
    if (answer.ok) return said;
    throw Object.assign(new Error(said.message), { status: answer.status });
  }

  #fetch(url, options = {}) {
    const headers = {
      Accept: "application/json",
      ...(options.body && { "Content-Type": "application/json", "X-CSRFToken": this.token }),
    };
    return fetch(url, { cache: "no-store", signal: AbortSignal.timeout(TIMEOUT), ...options, headers });
  }
}
