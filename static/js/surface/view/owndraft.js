/** Writing an own label at a place: it begins as the first labelling's, and each field is another's, the selection, or nothing. */
import { letter } from "../model/adjudication.js";
import { h } from "./dom.js";
import { pickEntity } from "./picker.js";
import { POLARITY } from "./stances.js";

const KINDS = [null, "explicit", "pronoun", "implicit", "none"];
const NOTHING = { contents: [], cues: [], sources: [], via: [], addressee: [], source_kind: null, speaker: null, flags: [] };
const QUOTE_FIELDS = [["contents", "content"], ["cues", "cue"], ["sources", "source"], ["via", "via"], ["addressee", "addressee"]];

export class OwnDraft {
  /** @param {import("./desk.js").Desk} desk  @param {import("./casefile.js").CaseFile} file  @param {import("./sides.js").Sides} sides */
  constructor(desk, file, sides, { run, cap, over }) {
    Object.assign(this, { desk, file, sides, run, cap, over });
    const place = file.current;
    const first = place.items?.[0] ?? place.says.find(Boolean);
    this.place = place;
    this.value = structuredClone(first ?? (place.layer === "quotes" ? NOTHING : { ...place.about, polarity: 0, explicit: null, evidence: [] }));
  }

  get mode() {
    return `own-${this.place.layer}`;
  }

  /** Takes the selected words as a field; with none selected, what the next labelling has there. */
  span(field) {
    const spans = this.#selected();
    if (spans) this.value[field] = spans;
    else this.#next(field);
    this.desk.offsets.clear();
    this.sides.draw();
  }

  sourceKind() {
    this.value.source_kind = KINDS[(KINDS.indexOf(this.value.source_kind) + 1) % KINDS.length];
    this.sides.draw();
  }

  async speaker() {
    const first = [...new Set(this.place.says.map((one) => one?.speaker).filter(Boolean))];
    const among = [...this.desk.entities.keys()];
    const found = await pickEntity(this.desk, { title: "Who speaks?", first, unknown: true, among });
    if (found) this.value.speaker = found.id;
    this.sides.draw();
  }

  polarity(value) {
    this.value.polarity = value;
    if (value === "none") this.value.evidence = [];
    this.sides.draw();
  }

  option(at) {
    const found = this.#options()[at];
    if (found) this.over([{ value: found[1] }]);
  }

  keep() {
    if (this.place.layer === "quotes" && !this.value.contents.length) return this.desk.refuse("A quote has a content: select its words and press m.");
    return this.over([this.value]);
  }

  card() {
    const body = { lines: () => this.#lines(), quotes: () => this.#quote(), stances: () => this.#stance(), page: () => this.#page() };
    return h("article.mark-card.current", { "aria-label": "Own" }, h("p", {}, h("b", {}, "Own")), body[this.place.layer](), this.#ends());
  }

  #lines() {
    const { labels, kinds } = this.desk.scheme;
    return [
      h("div.row", {}, labels.map((label) => this.#act(`own.label.${label}`, label))),
      kinds.length > 0 && h("p", {}, h("kbd", {}, this.cap("own.kind")), " and a letter sets the kind:"),
      h("div.row", {}, kinds.map(({ id, name }) => this.#act(`own.kind.${id}`, name))),
    ];
  }

  #quote() {
    const rules = this.desk.scheme.quotes;
    const rows = QUOTE_FIELDS.filter(([field]) => rules[field] !== false).map(([field, word]) => this.#row(field, word, `own.span.${field}`));
    return [
      h("p.dim", {}, "Select words and press the key; without a selection it takes what the next labelling has."),
      h("dl.fields-said", {}, rows, this.#row("speaker", "speaker", "own.speaker"), this.#row("source_kind", "source kind", "own.source")),
    ];
  }

  #stance() {
    const known = this.desk.scheme.stances.polarities;
    return [
      h("div.row", {}, known.map((one) => this.#act(`own.polarity.${one}`, POLARITY[one].name, this.value.polarity === one))),
      h("dl.fields-said", {}, this.#row("evidence", "evidence", "own.evidence")),
    ];
  }

  #page() {
    return h("div.row", {}, this.#options().map(([words], at) =>
      h("button.act", { on: { click: () => this.option(at) } }, words, " ", at < 9 && h("kbd", {}, String(at + 1)))));
  }

  /** What may be answered: words, and the value they stand for. */
  #options() {
    const { types, questions } = this.desk.scheme.page;
    const { key } = this.place;
    if (key === "usable") return [["usable", true], ["not usable", false]];
    const names = key === "page_type" ? types : questions.find(({ id }) => `answer ${id}` === key)?.options ?? [];
    return names.map((name) => [name, name]);
  }

  #row(field, word, id) {
    return [
      h("dt", {}, this.#act(id, word)),
      h("dd", {}, this.sides.value(field, this.value[field]), " ", this.#from(field)),
    ];
  }

  #from(field) {
    const own = JSON.stringify(this.value[field]);
    const take = (value) => () => {
      this.value[field] = structuredClone(value);
      this.sides.draw();
    };
    return this.place.says.map((one, at) => one && JSON.stringify(one[field]) !== own && h("button.act", { on: { click: take(one[field]) } }, letter(at)));
  }

  #act(id, words, pressed = null) {
    return h("button.act", { "aria-pressed": pressed === null ? null : String(pressed), on: { click: () => this.run(id) } }, words, " ", h("kbd", {}, this.cap(id)));
  }

  #ends() {
    const keep = this.place.layer === "quotes" || this.place.layer === "stances";
    return h("div.row", {}, keep && this.#act("own.keep", "Keep"), this.#act("leave", "Cancel"));
  }

  #next(field) {
    const found = [...new Map(this.place.says.filter(Boolean).map((one) => [JSON.stringify(one[field]), one[field]])).entries()];
    const at = found.findIndex(([written]) => written === JSON.stringify(this.value[field]));
    this.value[field] = structuredClone(found.length ? found[(at + 1) % found.length][1] : []);
  }

  #selected() {
    const picked = this.desk.offsets.selection();
    if (!picked) return null;
    const { text } = this.desk;
    const spans = [];
    for (let n = text.lineAt(picked[0]); n <= text.lineAt(picked[1]); n += 1) {
      const part = text.trim(Math.max(picked[0], text.lineStart(n)), Math.min(picked[1], text.lineEnd(n)));
      if (part[0] < part[1]) spans.push(part);
    }
    return spans.length ? spans : null;
  }
}
