/** The right side: everything marked, as real lists of buttons; a click shows the place and makes the quote current. */
import { h, reveal, short } from "./dom.js";
import { quoteCard } from "./card.js";
import { stanceRow } from "./stancerow.js";

const MOST = 200;

export class Panel {
  /** @param {import("./desk.js").Desk} desk  @param {HTMLElement} element  @param {Object} parts  the controllers */
  constructor(desk, element, parts) {
    Object.assign(this, { desk, element, parts, frame: 0 });
    desk.on("reload current task mode selection", () => this.#later());
    desk.on("change", ({ items }) => items && this.#later());
    desk.on("current", () => (this.reveal = true));
    // After a click by mouse the keys go on where they were; who works by keyboard stays on the button.
    element.addEventListener(
      "click",
      (event) =>
        event.detail &&
        !event.target.closest("select, input, summary") &&
        !document.querySelector("dialog[open]") &&
        desk.focus(),
    );
  }

  #later() {
    this.frame ||= requestAnimationFrame(() => {
      this.frame = 0;
      this.draw();
    });
  }

  draw() {
    const { desk, element } = this;
    if (element.contains(document.activeElement) && document.activeElement.matches("select, input")) return;
    const focus = this.#focused();
    const sections = [
      desk.asks("quotes") && this.#quotes(),
      desk.asks("stances") && desk.scheme.stances.levels.includes("page") && this.#pageStances(),
      desk.asks("page") && this.#answers(),
      this.#notes(),
    ];
    element.replaceChildren(...sections.filter(Boolean));
    if (focus) element.querySelector(`[data-focus="${CSS.escape(focus)}"]`)?.focus();
    const card = this.reveal && element.querySelector(".mark-card.current");
    if (card) reveal(card, element);
    this.reveal = false;
  }

  #focused() {
    return this.element.contains(document.activeElement) ? document.activeElement.dataset.focus : null;
  }

  #quotes() {
    const quotes = this.desk.quotesInText();
    const { done, total } = this.desk.labels.progress().quotes;
    const at = Math.max(0, quotes.findIndex((quote) => quote.id === this.desk.quote) - MOST / 2);
    const shown = quotes.slice(at, at + MOST);
    const left = quotes.length - shown.length;
    return h(
      "section",
      {},
      h("h2", {}, `Quotes ${done} of ${total}`),
      h(
        "ul",
        {},
        shown.map((quote) => quoteCard(this.desk, quote, this.parts)),
        left > 0 && h("li.dim", {}, `and ${left} more; they appear around the current quote`),
      ),
      !quotes.length &&
        h("p.dim", {}, "None yet. Select words and press ", h("kbd", {}, "q"), ", or press it on a line."),
    );
  }

  #pageStances() {
    const { desk, parts } = this;
    const list = desk.pageStances();
    const add =
      !desk.locked &&
      h("button.button.small", { on: { click: () => parts.pageStances.start() } }, "Add ", h("kbd", {}, "t"));
    const row = (stance) =>
      h("li.mark-card", {}, h("p", {}, `${desk.name(stance.holder)}`), stanceRow(desk, stance, parts));
    return h("section", {}, h("h2", {}, "Stances of the page"), h("ul", {}, list.map(row)), add);
  }

  #answers() {
    const { desk, parts } = this;
    const rows = parts.page
      .questions()
      .map(({ name, now, choices }) => [
        h("dt.dim", {}, name),
        h("dd", {}, choices.find(([value]) => value === now)?.[1] ?? "–"),
      ]);
    const change =
      !desk.locked &&
      h("button.button.small", { on: { click: () => parts.page.open() } }, "Answer ", h("kbd", {}, "o"));
    return h(
      "section.page-answers",
      {},
      h("h2", {}, "Page"),
      h("dl", {}, rows, desk.labels.page.reason && [h("dt.dim", {}, "Reason"), h("dd", {}, desk.labels.page.reason)]),
      change,
    );
  }

  #notes() {
    const { desk, parts } = this;
    const notes = [...desk.labels.notes.values()].sort((a, b) => a.start - b.start);
    const row = (note) =>
      h(
        "li.mark-card",
        {},
        h(
          "p",
          {},
          h(
            "button.goto",
            { data: { focus: note.id }, on: { click: () => desk.goto(note.start, note.end) } },
            h("span.note", {}, short(desk.text.slice(note.start, note.end), 60)),
          ),
        ),
        h("p", {}, note.note),
        !desk.locked && [
          h("button.act", { on: { click: () => parts.selection.note(note.id) } }, "Change"),
          h("button.act", { on: { click: () => parts.selection.removeNote(note.id) } }, "Delete"),
        ],
      );
    return notes.length || !desk.locked
      ? h(
          "section",
          {},
          h("h2", {}, `Notes ${notes.length || ""}`),
          h("ul", {}, notes.map(row)),
          !desk.locked &&
            h("button.button.small", { on: { click: () => parts.selection.note(null) } }, "Add ", h("kbd", {}, "i")),
        )
      : null;
  }
}
