/** The right side: everything marked, as real lists of buttons; a click shows the place and makes the quote current. */
import { h, patch, reveal, set, short } from "./dom.js";
import { quoteCard } from "./card.js";
import { stanceRow } from "./stancerow.js";
import { atRest, soon } from "./when.js";

const MOST = 80;

export class Panel {
  /** @param {import("./desk.js").Desk} desk  @param {HTMLElement} element  @param {Object} parts  the controllers */
  constructor(desk, element, parts) {
    Object.assign(this, { desk, element, parts, sorted: null, cards: new Map() });
    Object.assign(this, { section: h("section"), list: h("ul") });
    this.drawing = () => this.draw();
    // Until it is drawn, what stands here is behind the text.
    this.later = () => {
      set(element, "ariaBusy", "true");
      atRest(this.drawing);
    };
    desk.on("reload keys", () => this.cards.clear());
    desk.on("reload current task mode keys", this.later);
    desk.on("selection", () => this.selected !== parts.selection.some && this.later());
    desk.on("reload change", ({ items = true }) => {
      if (!items) return;
      this.sorted = null;
      this.later();
    });
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

  draw() {
    const { desk, element } = this;
    element.ariaBusy = "false";
    if (element.contains(document.activeElement) && document.activeElement.matches("select, input")) return;
    const focus = this.#focused();
    this.selected = this.parts.selection.some;
    const sections = [
      desk.asks("quotes") && this.#quotes(),
      desk.asks("stances") && desk.scheme.stances.levels.includes("page") && this.#pageStances(),
      desk.asks("page") && this.#answers(),
      this.#notes(),
    ];
    patch(element, sections.filter(Boolean));
    if (focus) element.querySelector(`[data-focus="${CSS.escape(focus)}"]`)?.focus();
    const card = this.reveal && element.querySelector(".mark-card.current");
    if (card) soon(() => reveal(card, element), { reads: true });
    this.reveal = false;
  }

  #focused() {
    return this.element.contains(document.activeElement) ? document.activeElement.dataset.focus : null;
  }

  #quotes() {
    const quotes = (this.sorted ??= this.desk.quotesInText());
    const { done, total } = this.desk.labels.progress().quotes;
    const at = Math.max(0, quotes.findIndex((quote) => quote.id === this.desk.quote) - MOST / 2);
    const shown = quotes.slice(at, at + MOST);
    const left = quotes.length - shown.length;
    const rest = left > 0 ? [h("li.dim", {}, `and ${left} more; they appear around the current quote`)] : [];
    patch(this.list, [...shown.map((quote) => this.#card(quote)), ...rest]);
    const none = h("p.dim", {}, "None yet. Select words and press ", h("kbd", {}, this.desk.keyboard.cap("quote")), ", or press it on a line.");
    const title = h("h2", {}, `Quotes ${done} of ${total}`);
    patch(this.section, quotes.length ? [title, this.list] : [title, this.list, none]);
    return this.section;
  }

  /** A card is made again only when its quote, a stance of it, or its being current or locked has changed. */
  #card(quote) {
    const { desk, parts, cards } = this;
    if (quote.id === desk.quote) return quoteCard(desk, quote, parts);
    const made = [desk.locked, quote, ...desk.stancesOf(quote.id)];
    const old = cards.get(quote.id);
    if (old?.made.length === made.length && made.every((one, at) => one === old.made[at])) return old.card;
    const card = quoteCard(desk, quote, parts);
    cards.set(quote.id, { made, card });
    return card;
  }

  #pageStances() {
    const { desk, parts } = this;
    const list = desk.pageStances();
    const add =
      !desk.locked &&
      h("button.button.small", { on: { click: () => parts.pageStances.start() } }, "Add ", h("kbd", {}, desk.keyboard.cap("stances.page")));
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
      h("button.button.small", { on: { click: () => parts.page.open() } }, "Answer ", h("kbd", {}, desk.keyboard.cap("answers")));
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
            h("button.button.small", { on: { click: () => parts.selection.note(null) } }, "Add ", h("kbd", {}, desk.keyboard.cap("note"))),
        )
      : null;
  }
}
