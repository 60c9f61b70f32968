/** What each labelling says at the current place, side by side, with gold, who decided it and why. */
import { choiceOf, differs, letter, same } from "../model/adjudication.js";
import { h, short } from "./dom.js";
import { titleOf } from "./placelist.js";
import { POLARITY } from "./stances.js";

const FIELDS = {
  lines: [["label", "label"], ["kind", "kind"]],
  quotes: [["contents", "content"], ["cues", "cue"], ["sources", "source"], ["speaker", "speaker"], ["source_kind", "source kind"], ["via", "via"], ["addressee", "addressee"], ["flags", "flags"]],
  stances: [["polarity", "polarity"], ["explicit", "explicit"], ["evidence", "evidence"]],
  page: [["value", "answer"]],
};
const STATES = { agreed: "all agree", differing: "to decide", decided: "decided", reopened: "reopened: a labelling has changed", moot: "its quote is not in gold" };

export class Sides {
  /** @param {import("./desk.js").Desk} desk  @param {import("./casefile.js").CaseFile} file */
  constructor(desk, file, element, { run, cap }) {
    Object.assign(this, { desk, file, element, run, cap, draft: null });
  }

  draw() {
    const place = this.file.current;
    if (!place) return this.element.replaceChildren(h("p.dim", {}, "The labellings of this page say nothing in this pass."));
    const { names } = this.file.state;
    const parts = [
      h("h2", {}, titleOf(this.desk, place)),
      h("p", {}, h(`span.pill${place.open ? ".warn" : ".done"}`, {}, STATES[place.state])),
      this.draft ? this.draft.card() : [
        names[place.layer].map((name, at) => this.#side(place, name, at)),
        this.#gold(place),
      ],
      this.#story(place),
    ];
    return this.element.replaceChildren(...parts.flat(Infinity));
  }

  #side(place, name, at) {
    const choice = choiceOf(at);
    const taken = place.pending ?? place.decision?.choice;
    return h(
      "article.mark-card.saying",
      { "aria-label": `${letter(at)}: ${name}`, data: { side: letter(at) } },
      h("p.row", {}, h("b", {}, letter(at)), name, taken === choice && h("span.pill.done", {}, "taken")),
      this.#says(place, place.says[at]),
      h("div.row", {}, this.#button(`take.${choice}`, `Take ${letter(at)}`)),
    );
  }

  #gold(place) {
    const items = place.items ?? [];
    return h(
      "article.mark-card.current",
      { "aria-label": "Gold" },
      h("p.row", {}, h("b", {}, "Gold")),
      this.#golden(place, items),
      this.#tools(place),
    );
  }

  #golden(place, items) {
    if (place.pending) return h("p.dim", {}, "on its way");
    if (items.length) return items.map((one) => this.#says(place, one, true));
    return h("p.dim", {}, place.open ? "not decided yet" : "nothing here");
  }

  /** The fields of a label; those in which the labellings differ stand out. */
  #says(place, value, plain = false) {
    if (!value) return h("p.dim", {}, "nothing here");
    const rows = FIELDS[place.layer].filter(([field]) => differs(place, field) || told(value[field]));
    return h("dl.fields-said", {}, rows.map(([field, word]) => [
      h("dt", { className: !plain && differs(place, field) ? "differs" : "" }, word),
      h("dd", { className: !plain && differs(place, field) ? "differs" : "" }, this.value(field, value[field])),
    ]));
  }

  /** A field's value in words; spans can be shown in the text. */
  value(field, value) {
    if (["contents", "cues", "sources", "via", "addressee", "evidence"].includes(field)) {
      if (!value?.length) return "–";
      return value.map(([start, end], at) => [at ? " … " : "", h("button.goto", { on: { click: () => this.desk.goto(start, end) } }, short(this.desk.text.slice(start, end)))]);
    }
    if (field === "speaker") return this.desk.name(value) || "–";
    if (field === "polarity") return `${POLARITY[value]?.sign ?? ""} ${POLARITY[value]?.name ?? value}`;
    if (field === "kind") return this.desk.scheme.kinds.find(({ id }) => id === value)?.name ?? value ?? "–";
    if (Array.isArray(value)) return value.join(", ") || "–";
    return value === true ? "yes" : value === false ? "no" : String(value ?? "–");
  }

  #tools(place) {
    const { layer } = place;
    return h(
      "div.row",
      {},
      layer === "quotes" && this.#button("both", "Both"),
      this.#button("neither", layer === "lines" ? "Neither: not counted" : "Neither"),
      this.#button("own", "Own…"),
      this.#button("reason", this.file.reason ? "Reason ✓" : "Reason…"),
    );
  }

  #button(id, words) {
    return h("button.act", { data: { command: id }, on: { click: () => this.run(id) } }, words, " ", h("kbd", {}, this.cap(id)));
  }

  /** Who decided what about the place, and why, the last first. */
  #story(place) {
    const { log, names } = this.file.state;
    const lines = ({ key }) => key.split("-").map(Number);
    const about = (one) => {
      if (one.layer !== place.layer || one.place === "*") return false;
      if (place.layer !== "lines") return same({ layer: one.layer, key: one.place }, place);
      const [[first, last], [since, to]] = [lines(place), lines({ key: one.place })];
      return first <= to && since <= last;
    };
    const found = log.filter(about);
    if (!found.length) return "";
    const chosen = ({ choice, whose }) => (whose.length ? `took ${whose.join(" and ")}` : choice === "own" ? "wrote an own one" : choice);
    return h("section", {}, h("h2", {}, "Decisions here"), h("ul", {}, found.map((one) =>
      h("li", {}, h("b", {}, one.by), ` ${chosen(one, names)} `, h("time.dim", { dateTime: one.at }, one.at.slice(0, 16).replace("T", " ")), one.reason && h("p", {}, `“${one.reason}”`)))));
  }
}

const told = (value) => value !== null && value !== undefined && !(Array.isArray(value) && !value.length);
