/** What each labelling says, beside and in the text: a bar a labelling left of gold's, and marks at the current place. */

const LETTER = { body: "b", boilerplate: "x", optional: "o" };
const COLUMNS = ["one", "two", "three"];
const SPANS = ["contents", "cues", "sources", "evidence"];
const SIDES = ["side-a", "side-b", "side-c"];

export class Columns {
  /** @param {import("./desk.js").Desk} desk  @param {import("./casefile.js").CaseFile} file */
  constructor(desk, file) {
    Object.assign(this, { desk, file, shown: [] });
  }

  /** Sets the bars of every line anew. */
  bars() {
    const keys = new Map(this.desk.scheme.kinds.map(({ id, key }) => [id, key]));
    for (const place of this.file.state.places) {
      if (place.layer !== "lines") continue;
      const [first, last] = place.key.split("-").map(Number);
      const said = place.says.map((one) => (one ? `${LETTER[one.label].toUpperCase()}${keys.get(one.kind) ?? ""}` : "·"));
      for (const n of this.desk.text.named(first, last)) {
        const { dataset } = this.desk.offsets.line(n);
        COLUMNS.forEach((name, at) => set(dataset, name, LETTER[place.says[at]?.label]));
        set(dataset, "open", place.open ? "" : undefined);
        set(dataset, "said", place.open ? said.slice(0, COLUMNS.length).join(" ") : undefined);
      }
    }
  }

  /** Marks the current place: its lines, or the spans of each labelling. */
  place(place) {
    for (const line of this.shown) line.classList.remove("here");
    this.shown = [];
    if (!place) return;
    if (place.layer === "lines") {
      const [first, last] = place.key.split("-").map(Number);
      this.shown = [...this.desk.text.named(first, last)].map((n) => this.desk.offsets.line(n));
      for (const line of this.shown) line.classList.add("here");
    }
    SIDES.forEach((name, at) => this.#highlight(name, place.says[at]));
  }

  #highlight(name, value) {
    if (!CSS.highlights) return;
    const spans = value ? SPANS.flatMap((field) => value[field] ?? []) : [];
    if (!spans.length) CSS.highlights.delete(name);
    else CSS.highlights.set(name, new Highlight(...spans.map(([start, end]) => this.desk.offsets.range(start, end))));
  }
}

function set(dataset, name, value) {
  if (value === undefined) delete dataset[name];
  else if (dataset[name] !== value) dataset[name] = value;
}
