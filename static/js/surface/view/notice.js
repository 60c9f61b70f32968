/** The strip above the text: problems, conflicts that need a decision, a sign-in that ran out. */
import { h } from "./dom.js";

export class Notice {
  constructor(element) {
    this.element = element;
  }

  /** Shows a sentence with whatever belongs to it, and a button that closes it. */
  show(sentence, ...content) {
    const close = h("button.button.quiet.small", { "aria-label": "Close", on: { click: () => this.hide() } }, "✕");
    this.element.replaceChildren(h("div.row", {}, h("strong", {}, sentence), close), ...content.filter(Boolean));
    this.element.hidden = false;
    return false;
  }

  hide() {
    this.element.hidden = true;
  }
}
