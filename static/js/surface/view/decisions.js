/** Marks that the server refused: each is listed, and goes only by an explicit click. */
import { h } from "./dom.js";

const WHAT = {
  "lines.set": "line labels",
  "quote.put": "a quote",
  "quote.remove": "a deleted quote",
  "stance.put": "a stance",
  "stance.remove": "a deleted stance",
  "note.put": "a note",
  "note.remove": "a deleted note",
  "page.set": "page answers",
  "status.set": "the state of the page",
  "entity.put": "a new name",
};

export class Decisions {
  /** @param {import("./desk.js").Desk} desk  @param {import("./notice.js").Notice} notice */
  constructor(desk, notice) {
    Object.assign(this, { desk, notice, shown: 0 });
  }

  /** Opens the list by itself when something new has come in. */
  update(count) {
    if (count > this.shown) this.open();
    else if (!count && this.shown) this.notice.hide();
    this.shown = count;
  }

  open() {
    const steps = new Map();
    for (const record of this.desk.sync.decisions)
      steps.set(record.op.step, [...(steps.get(record.op.step) ?? []), record]);
    const items = [...steps].map(([step, records]) => this.#item(step, records));
    this.notice.show(
      `Needs your decision (${steps.size})`,
      h("ul", {}, items),
      h("button.button.small", { on: { click: () => this.download() } }, "Download unsent work"),
    );
  }

  #item(step, records) {
    const act = (label, work) => h("button.button.small", { on: { click: work } }, label);
    const where = this.#place(records[0].op);
    return h(
      "li",
      {},
      `${records.map((record) => WHAT[record.op.kind] ?? record.op.kind).join(", ")}${where.words}: ${records[0].message} `,
      where.show && act("Show", where.show),
      " ",
      act("Keep mine", () => this.#keep(step)),
      " ",
      act("Drop", () => this.#drop(step)),
    );
  }

  #place({ kind, payload }) {
    const { desk } = this;
    const line = kind === "lines.set" ? payload.ranges[0]?.first : null;
    const start = line
      ? desk.text.lineStart(line)
      : (payload.set?.contents?.[0]?.[0] ?? payload.set?.start ?? desk.labels.quotes.get(payload.id)?.contents[0]?.[0]);
    if (start === undefined) return { words: "" };
    return { words: ` (line ${desk.text.lineAt(start)})`, show: () => desk.goto(start) };
  }

  async #keep(step) {
    const records = this.desk.sync.decisions.filter((record) => record.op.step === step);
    if (
      this.desk.change(
        records.map(({ op }) => ({ kind: op.kind, payload: op.payload })),
        { said: "Yours is kept" },
      )
    )
      await this.#drop(step);
  }

  async #drop(step) {
    const { outbox, decisions } = this.desk.sync;
    await outbox.remove(
      decisions.filter((record) => record.op.step === step).map((record) => record.number),
      "aside",
    );
    await this.desk.sync.recount();
    this.#after();
  }

  #after() {
    if (this.desk.sync.decisions.length) this.open();
    else this.notice.hide();
    this.shown = this.desk.sync.decisions.length;
  }

  /** Hands everything that the server doesn't have to the person, as a file. */
  async download() {
    const { outbox } = this.desk.sync;
    const unsent = { queue: await outbox.all(), aside: await outbox.all("aside") };
    const blob = new Blob([JSON.stringify(unsent, null, 2)], { type: "application/json" });
    const link = h("a", { href: URL.createObjectURL(blob), download: `unsent-${this.desk.task.id}.json` });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  }
}
