/** What a pass builds on: labels of an earlier pass that stand locked on the text, and the ways to tell the curator. */
import { setStatus } from "../model/operations.js";
import { h, modal, placeNear } from "./dom.js";

const LAYERS = { lines: "lines", quote: "quotes", stance: "stances", page: "page" };

/** Tell whether a layer comes from an earlier pass. @param {import("./desk.js").Desk} desk @param {string} layer */
export const locked = (desk, layer) => Boolean(desk.state.base?.layers.includes(layer));

/** Why operations can't change what they touch, as a sentence; "" when they can. */
export function baseObstacle(desk, ops) {
  const layer = ops.map(({ kind }) => LAYERS[kind.split(".")[0]]).find((one) => locked(desk, one));
  if (!layer) return "";
  const { whose, name } = origin(desk);
  return `The ${layer} come from ${whose} pass ${name} and are locked here. Press z to say what is wrong.`;
}

/** The quote of the text after the current one; null after the last. */
export function following(desk) {
  const quotes = desk.quotesInText();
  return quotes[quotes.findIndex(({ id }) => id === desk.quote) + 1]?.id ?? null;
}

function origin({ state }) {
  const [from, name] = state.base.name.split(/:(.*)/);
  return { whose: from === "own" ? "your" : "the gold of the", name };
}

export class BaseCommands {
  /** @param {import("./desk.js").Desk} desk  @param {import("./finish.js").FinishCommands} finish */
  constructor(desk, finish) {
    Object.assign(this, { desk, finish });
  }

  /** `z`: says what is wrong with the quote or the line of the base; nothing else waits for the answer. */
  dispute() {
    const { desk } = this;
    if (!desk.state.base) return desk.refuse("Nothing here comes from an earlier pass.");
    const quote = locked(desk, "quotes") && desk.mode === "quote" ? desk.labels.quotes.get(desk.quote) : null;
    const layer = quote ? "quotes" : "lines";
    if (!locked(desk, layer)) return desk.refuse(`Choose a quote first: the ${layer} here are your own.`);
    const { text, cursor } = desk;
    const [start, end] = quote?.contents[0] ?? [text.lineStart(cursor.n), text.lineEnd(cursor.n)];
    const { whose, name } = origin(desk);
    const title = `What is wrong here, in ${whose} pass ${name}?`;
    return this.#ask(title, (reason) => this.#tell({ layer, start, end, reason }));
  }

  /** Asks the curators to look at the page. */
  flag() {
    if (this.desk.readOnly) return this.desk.refuse("This labelling is open for reading only.");
    return this.#ask("What should a curator look at on this page?", (reason) => this.#tell({ reason }));
  }

  /** Leaves the page to others, with the reason. */
  skip() {
    const { desk, finish } = this;
    if (desk.readOnly) return desk.refuse("This labelling is open for reading only.");
    return this.#ask("Why is this page skipped?", async (reason) => {
      if (!desk.change([setStatus("skipped", reason)], { said: "Page skipped" })) return;
      if (await desk.sync.flush()) finish.onward();
    });
  }

  async #tell(dispute) {
    try {
      await this.desk.sync.server.dispute(dispute);
      this.desk.say("The curators are told.");
    } catch (error) {
      this.desk.refuse(`The curators couldn't be told: ${error.message}`);
    }
  }

  #ask(title, answer) {
    const { desk } = this;
    const field = h("textarea.input", { rows: 3, "aria-label": title });
    const keep = () => {
      const reason = field.value.trim();
      shut();
      if (reason) answer(reason);
      else desk.refuse("Nothing was said, so nothing was done.");
    };
    const buttons = [
      h("button.button.primary.small", { on: { click: keep } }, "Tell"),
      h("button.button.small", { on: { click: () => shut() } }, "Cancel"),
    ];
    field.addEventListener("keydown", (event) => event.key === "Enter" && (event.ctrlKey || event.metaKey) && keep());
    const dialog = h("dialog.menu", { "aria-label": title }, h("h3", {}, title), field, h("div.row", {}, buttons));
    const shut = modal(dialog, () => desk.focus());
    placeNear(dialog, desk.offsets.line(desk.cursor.n).getBoundingClientRect());
    field.focus();
    return true;
  }
}
