/** One polite voice: what is said within 150 ms is one sentence; a refusal is shown above the footer as well, at once. */
import { set, write } from "./dom.js";

export class Announcer {
  /** @param {HTMLElement} region  the live region; where the browser takes sentences by itself it only shows them */
  constructor(region) {
    Object.assign(this, { region, waiting: "" });
    if (region.ariaNotify) region.removeAttribute("role");
  }

  /** @param {string} sentence  @param {boolean} [visible]  also to be seen  @param {boolean} [add]  after what waits, not instead of it */
  say(sentence, visible = false, add = false) {
    const { region } = this;
    this.waiting = add && this.waiting ? `${this.waiting.replace(/\.$/, "")}. ${sentence}` : sentence;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.#speak(), 150);
    set(region, "className", visible ? "toast" : "visually-hidden");
    write(region, visible ? sentence : "");
    clearTimeout(this.hiding);
    if (visible) this.hiding = setTimeout(() => (region.className = "visually-hidden"), 4000);
  }

  #speak() {
    this.region.textContent = this.waiting;
    this.region.ariaNotify?.(this.waiting);
    this.waiting = "";
  }
}
