/** The list of a page's places at the left: what is to be decided first, then what has been. */
import { letter, same } from "../model/adjudication.js";
import { h, short } from "./dom.js";

const LAYERS = { page: "Page", lines: "Lines", quotes: "Quotes", stances: "Stances" };

export class PlaceList {
  /** @param {import("./desk.js").Desk} desk  @param {import("./casefile.js").CaseFile} file  @param {HTMLElement} element */
  constructor(desk, file, element) {
    Object.assign(this, { desk, file, element });
  }

  draw() {
    const { state } = this.file;
    const open = state.places.filter((one) => one.open);
    const decided = state.places.filter((one) => !one.open && (one.decision || one.pending));
    this.element.replaceChildren(
      h("section", {}, h("h2", {}, "Labellings"), h("ul.legend", {}, this.#who(state))),
      h("section", {}, h("h2", {}, `To decide (${open.length})`), this.#list(open, "Nothing is left to decide.")),
      h("section", {}, h("h2", {}, `Decided (${decided.length})`), this.#list(decided, "Nothing yet.")),
    );
    this.element.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest" });
  }

  #who({ labellings }) {
    const rows = labellings.map(({ name }, at) => h("li", {}, h("b", {}, letter(at)), ` ${name}`));
    return [...rows, h("li.dim", {}, "Bars beside the text: ", labellings.slice(0, 3).map((_, at) => `${letter(at)}, `), "gold")];
  }

  #list(places, none) {
    if (!places.length) return h("p.dim", {}, none);
    return h("ul.outline", {}, places.map((place) => h("li", {}, this.#row(place))));
  }

  #row(place) {
    const current = same(place, this.file.current);
    const state = place.state === "reopened" ? [" ", h("span.pill.warn", {}, "reopened")] : "";
    return h("button", { "aria-current": current ? "true" : null, on: { click: () => this.file.show(place) } }, titleOf(this.desk, place), state);
  }
}

/** What a place is called: its lines, the beginning of its quote, holder and target. */
export function titleOf(desk, place) {
  const { layer, key, start, end, about } = place;
  if (layer === "page") return `${LAYERS.page}: ${key.replace("answer ", "").replace("_", " ")}`;
  if (layer === "lines") {
    const [first, last] = key.split("-");
    return first === last ? `Line ${first}` : `Lines ${first}–${last}`;
  }
  const line = end > 0 ? `line ${desk.text.lineAt(start)}` : "page";
  if (layer === "quotes") return `Quote, ${line}: ${short(desk.text.slice(start, end), 40)}`;
  return `Stance, ${line}: ${about.holder ? `${desk.name(about.holder)} ` : ""}toward ${desk.name(about.target)}`;
}
