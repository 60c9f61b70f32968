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
  /** @param {import("./desk.js").Desk} desk */
  constructor(desk) {
    this.desk = desk;
  }

  /** One entry for each gesture that waits for a decision. @returns {HTMLElement[]} */
  list() {
    const steps = new Map();
    for (const record of this.desk.sync.decisions)
      steps.set(record.op.step, [...(steps.get(record.op.step) ?? []), record]);
    return [...steps].map(([step, records]) => this.#item(step, records));
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
    const { sync } = this.desk;
    const ops = sync.decisions.filter((record) => record.op.step === step).map(({ op: { kind, payload } }) => ({ kind, payload }));
    if (!this.desk.change(ops, { said: "Yours is kept" })) return;
    await sync.written; // what was set aside goes only when its like is safe
    await this.#drop(step);
  }

  async #drop(step) {
    const { flusher, decisions } = this.desk.sync;
    await flusher.drop(decisions.filter((record) => record.op.step === step).map((record) => record.number));
    await this.desk.sync.recount();
  }
}
