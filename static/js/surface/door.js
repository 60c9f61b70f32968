/** Who is signed in in this browser: a queue is sent as the person whose it is, to the instance it was made on, or not at all. */

/** @typedef {{person: string|null, barred: boolean, moved: boolean}} Shut  who is there instead; barred: the person may no longer save */

export class Door {
  /** @param {import("./server.js").Server} server */
  constructor(server) {
    Object.assign(this, { server, shut: null });
  }

  /** Says whose the queue is. */
  belongs(instance, person) {
    Object.assign(this, { instance, person });
  }

  /** Looks who is there, after an answer with that status; rejects while it is shut. */
  async knock(status = 0) {
    const { instance, person, token } = await this.server.session();
    const own = instance === this.instance && person === this.person;
    const barred = own && (status === 403 || status === 404);
    if (own) this.server.token = token;
    this.shut = own && !barred ? null : { person, barred, moved: instance !== this.instance };
    if (this.shut) throw new Error("the door is shut");
  }
}
