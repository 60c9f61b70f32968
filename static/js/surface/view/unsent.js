/** The strip about saving: what needs a decision, who has to sign in, whose work waits on this computer; all of it can be downloaded. */
import { everything } from "../outbox.js";
import { Decisions } from "./decisions.js";
import { h } from "./dom.js";

const marks = (count) => `${count} unsent ${count === 1 ? "change" : "changes"}`;
const small = (label, work) => h("button.button.small", { on: { click: work } }, label);

export class Unsent {
  /** @param {import("./desk.js").Desk} desk  @param {import("./notice.js").Notice} notice */
  constructor(desk, notice) {
    Object.assign(this, { desk, notice, shown: "", decisions: new Decisions(desk) });
  }

  /** Opens when something has come up that only the person can settle, closes when it is settled. */
  update({ decisions, door }) {
    const now = door || decisions.length ? JSON.stringify([door, decisions.map((record) => record.number)]) : "";
    if (now === this.shown) return;
    this.shown = now;
    if (now) this.open();
    else this.notice.hide();
  }

  /** Says at the beginning whose work waits here, if it isn't the person's own that is just being sent. */
  async begin() {
    if (!this.shown && (await this.#others()).some((group) => group.aside.length || !this.#owns(group))) await this.open();
  }

  async open() {
    const { sync } = this.desk;
    const asked = this.shown;
    const others = (await this.#others()).map((group) => this.#other(group));
    if (asked !== this.shown) return;
    const list = this.decisions.list();
    const title = sync.door.shut
      ? doorSentence(sync.door.shut, this.desk.state.person)
      : list.length
        ? `Needs your decision (${list.length})`
        : sync.queue
          ? `${marks(sync.queue)} of this page: kept on this computer, sent as soon as the server answers.`
          : "The server has everything that you marked on this page.";
    this.notice.show(
      title,
      sync.door.shut && this.#signIn(),
      (list.length || others.length) && h("ul", {}, list, others),
      small("Download unsent work", () => this.#download({ queue: sync.unsent(), aside: sync.outbox.all("aside") })),
    );
    if (!sync.door.shut) sync.flush();
  }

  /** Work of other people, installations or pages that lies in this browser. */
  async #others() {
    const own = this.desk.sync.outbox.name;
    const groups = await everything().catch(() => []);
    return groups.filter(({ key }) => `annotator ${key.join(" ")}` !== own);
  }

  #owns({ key: [instance, person] }) {
    return instance === this.desk.state.instance && person === this.desk.state.person;
  }

  #other({ key, queue, aside }) {
    const [instance, person] = key;
    const whose = instance === this.desk.state.instance ? person : `${person}, on another installation`;
    const own = this.#owns({ key });
    const words = own
      ? `You have ${marks(queue.length + aside.length)} on another page${aside.length ? " that need your decision" : ""}. `
      : `${marks(queue.length + aside.length)} of ${whose} on this computer; sent when ${person} signs in and opens that page. `;
    const page = own && h("a", { href: [...aside, ...queue][0].page }, "Open that page");
    return h("li", {}, words, page, " ", small("Download", () => this.#download({ queue, aside })));
  }

  #signIn() {
    const link = h("input.input", { placeholder: "Your sign-in link", "aria-label": "Sign-in link" });
    const said = h("span", { role: "status" });
    const submit = async (event) => {
      event.preventDefault();
      const good = await this.desk.sync.server.signIn(link.value).catch(() => false);
      said.textContent = good ? "" : "This link doesn't work; each works once, for 15 minutes.";
      await this.desk.sync.poll();
    };
    const elsewhere = h("a", { href: this.desk.root.dataset.signInUrl, target: "_blank", rel: "noopener" }, "Sign in in another tab");
    return h("form.row", { on: { submit } }, link, h("button.button.primary.small", { type: "submit" }, "Sign in"), elsewhere, said);
  }

  /** Hands work to the person as a file. */
  async #download({ queue, aside }) {
    const work = { queue: await queue, aside: await aside };
    const blob = new Blob([JSON.stringify(work, null, 2)], { type: "application/json" });
    const link = h("a", { href: URL.createObjectURL(blob), download: `unsent-${this.desk.task.id}.json` });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  }
}

function doorSentence({ person, barred, moved }, own) {
  if (barred) return "You may no longer label this page. What is unsent stays on this computer; ask a curator.";
  if (moved) return "Another installation answers at this address now. What is unsent stays on this computer; nothing is sent to it.";
  if (person) return `${person} is signed in in this browser now. ${own}'s unsent work stays on this computer until ${own} signs in again.`;
  return "You are signed out. Go on if you like: what you mark is kept on this computer and sent when you are back.";
}
