/** The left side: the layers with their keys, and the outline of the labelled runs. */
import { h, reveal } from "./dom.js";
import { atRest, soon } from "./when.js";

const LAYERS = [
  ["content", "Quote", "“ ”", "quote"],
  ["cue", "Cue", "said", "span.cue"],
  ["source", "Source", "Name", "span.source"],
  ["evidence", "Evidence", "so bad", "span.evidence"],
  ["via", "Via", "medium", "span.via"],
  ["addressee", "Addressee", "whom", "span.addressee"],
  ["note", "Note", "a note", "note"],
];
const SHORT = { body: "b", boilerplate: "x", optional: "o" };
const MOST = 400;

export class Side {
  /** @param {import("./desk.js").Desk} desk  @param {HTMLElement} element */
  constructor(desk, element) {
    this.desk = desk;
    this.outline = h("ul.outline");
    this.legend = h("ul.legend");
    element.replaceChildren(
      h("section", {}, h("h2", {}, "Layers"), this.legend),
      h("section", {}, h("h2", {}, "Outline"), this.outline),
    );
    this.later = () => this.draw();
    this.mark = () => this.#current();
    this.show = () => reveal(this.current, this.outline.parentElement);
    desk.on("reload", () => this.legend.childElementCount || this.#legend());
    desk.on("reload change", () => atRest(this.later));
    desk.on("cursor", () => atRest(this.mark));
    desk.on("keys", () => this.#legend());
  }

  #legend() {
    const { keyboard, scheme } = this.desk;
    const labels = this.desk.asks("lines") ? scheme.labels : [];
    const title = (label) => label[0].toUpperCase() + label.slice(1);
    const sample = (name, words) => h("span.swatch", {}, h(`span.${name}`, {}, words));
    this.legend.replaceChildren(
      ...labels.map((label) => this.#row(h(`span.swatch.label.${label}`), title(label), `line.${label}`)),
      ...LAYERS.filter((row) => keyboard.command(row[3])).map(([name, title, words, id]) => this.#row(sample(name, words), title, id)),
      ...(keyboard.command("answers") ? [this.#row(h("span.swatch", {}, "?"), "Page answers", "answers")] : []),
    );
  }

  #row(swatch, title, id) {
    const { keyboard } = this.desk;
    const keys = keyboard.command(id)?.modes[0] === "kind" ? ["kind", id] : [id];
    return h(
      "li",
      {},
      h(
        "button",
        { data: { command: id }, on: { click: () => keyboard.run(id) } },
        swatch,
        h("span", {}, title),
        h(
          "span",
          {},
          keys.map((one) => h("kbd", {}, keyboard.cap(one))),
        ),
      ),
    );
  }

  draw() {
    const { desk } = this;
    this.outline.parentElement.hidden = !desk.asks("lines");
    this.runs = desk.asks("lines") ? runs(desk) : [];
    const shown = this.runs.slice(0, MOST);
    const keys = shown.map((run) => `${run.first} ${words(run)} ${run.label} ${run.guessed}`);
    if (this.runs.length > MOST) keys.push(`and ${this.runs.length - MOST} more`);
    this.#replace(keys, (at) => (shown[at] ? this.#item(shown[at]) : h("li.dim", {}, keys[at])));
    this.#current();
  }

  #item(run) {
    const { desk } = this;
    const data = { b: SHORT[run.label] ?? "", first: run.first, ...(run.guessed && { g: "" }) };
    const show = () => desk.goto(desk.text.lineStart(run.first));
    return h("li", {}, h("button", { data, on: { click: show } }, words(run)));
  }

  /** Makes anew what lies between the equal beginning and the equal end of the list before. */
  #replace(keys, make) {
    const { outline, keys: old = [] } = this;
    let first = 0;
    while (first < keys.length && keys[first] === old[first]) first += 1;
    let same = 0;
    while (same < Math.min(keys.length, old.length) - first && keys.at(-1 - same) === old.at(-1 - same)) same += 1;
    for (let at = old.length - same; at > first; at -= 1) outline.children[first].remove();
    const fresh = keys.slice(first, keys.length - same).map((_, at) => make(first + at));
    if (outline.children[first]) outline.children[first].before(...fresh);
    else outline.append(...fresh);
    this.keys = keys;
  }

  #current() {
    const { n } = this.desk.cursor;
    const at = (this.runs ?? []).findLastIndex((run) => run.first <= n);
    const item = at < MOST ? this.outline.children[at]?.firstElementChild : null;
    if (item === this.current && item?.hasAttribute("aria-current")) return;
    this.current?.removeAttribute("aria-current");
    this.current = item;
    item?.setAttribute("aria-current", "true");
    if (item) soon(this.show, { reads: true });
  }
}

/** Labelled runs with the unlabelled gaps between them; neighbours of the same label and kind are one. */
export function runs(desk) {
  const { text, labels } = desk;
  const found = [];
  let from = 1;
  const gap = (to) => {
    let first = from;
    let last = to;
    while (first <= last && text.isBlank(first)) first += 1;
    while (last >= first && text.isBlank(last)) last -= 1;
    if (first <= last) found.push({ first, last, label: null, kind: null });
  };
  for (const { first, last, label, kind, guessed } of labels.outline()) {
    gap(first - 1);
    found.push({ first, last, label, kind, guessed });
    from = last + 1;
  }
  gap(text.lineCount);
  return found;
}

function words({ first, last, label, kind }) {
  return `${first === last ? first : `${first}–${last}`} ${kind ?? label ?? "unlabelled"}`;
}
