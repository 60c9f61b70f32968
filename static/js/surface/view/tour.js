/** Five steps on the page at hand, for who has never finished one: each waits for the real thing to be done, by key or by mouse. */
import { h } from "./dom.js";
import { remember, remembered } from "./memory.js";

const OVER = -1;

/** A step is done when a change of the labels fits. @type {{id: string, words: string, mouse: string, done: Function}[]} */
const STEPS = [
  {
    id: "line.body",
    words: "labels this line as body of the story and steps down. Boilerplate is its neighbour.",
    mouse: "By mouse: click a line number, then B or X.",
    done: ({ lines, items }) => !items && lines.size > 0,
  },
  {
    id: "fill.body",
    words: "labels everything to the end of the run: one key for many lines.",
    mouse: "By mouse: click a line number, Shift-click another one, then B.",
    done: ({ lines, items }) => !items && lines.size > 1,
  },
  {
    id: "quote",
    words: "makes the next quotation from here a quote.",
    mouse: "By mouse: double-click a quotation mark.",
    done: (_, now, before) => now.quotes > before.quotes,
  },
  {
    id: "hint.source",
    words: "takes the name that carries this letter as source; then say who that is.",
    mouse: "By mouse: click the name.",
    done: (_, now, before) => now.sources > before.sources,
  },
  {
    id: "stance.favor",
    words: "says that the speaker favors something; the target is asked for once a page.",
    mouse: "By mouse: click a number under the quote.",
    done: (_, now, before) => now.stances > before.stances,
  },
];

export class Tour {
  /** @param {import("./desk.js").Desk} desk */
  constructor(desk) {
    Object.assign(this, { desk, name: `${desk.owner} tour` });
    this.box = h("div.float", { id: "tour", role: "status" });
    desk.on("change", (detail) => this.#changed(detail));
    desk.on("mode", () => this.box.isConnected && this.step >= 0 && this.#draw());
  }

  /** Offers the tour to a newcomer, once; goes on with one that a reload has interrupted. */
  offer() {
    const at = remembered(this.name, null);
    if (at === OVER || this.desk.locked || (at === null && !this.desk.state.newcomer)) return;
    if (at !== null) return this.go(at);
    this.step = OVER;
    this.#show(h("p", {}, "New here? Five steps show how to work, on this very page."), [
      ["Show me", () => this.go(0)],
      ["No, thanks", () => this.go(OVER)],
    ]);
  }

  /** Goes to a step that this project has, or ends. */
  go(step) {
    const next = step < 0 ? OVER : STEPS.findIndex(({ id }, at) => at >= step && this.desk.keyboard.command(id));
    this.step = next;
    remember(this.name, next);
    this.before = this.#counts();
    if (next === OVER) this.box.remove();
    else this.#draw();
    this.desk.focus();
  }

  #draw() {
    const { id, words, mouse } = STEPS[this.step];
    this.#show(
      [
        h("p", {}, `${this.step + 1} of ${STEPS.length}: `, h("kbd", {}, this.desk.keyboard.cap(id)), " ", words),
        h("p.dim", {}, mouse),
      ],
      [
        ["Skip", () => this.go(this.step + 1)],
        ["End", () => this.go(OVER)],
      ],
    );
  }

  #show(content, choices) {
    const buttons = choices.map(([label, click]) => h("button.button.small", { on: { click } }, label));
    this.box.replaceChildren(...[content].flat(), h("div.row", {}, buttons));
    if (!this.box.isConnected) document.getElementById("text").append(this.box);
  }

  #changed(detail) {
    if (!this.box.isConnected || this.step < 0) return;
    if (!STEPS[this.step].done(detail, this.#counts(), this.before)) return;
    if (STEPS.slice(this.step + 1).some(({ id }) => this.desk.keyboard.command(id))) return this.go(this.step + 1);
    this.go(OVER);
    this.desk.say(`That was all. ${this.desk.keyboard.cap("help")} shows every key.`, true);
  }

  #counts() {
    const quotes = [...this.desk.labels.quotes.values()];
    const sources = quotes.filter((quote) => quote.sources.length).length;
    return { quotes: quotes.length, sources, stances: this.desk.labels.stances.size };
  }
}
