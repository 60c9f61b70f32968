/** One polite voice: the last sentence of 150 ms; a refusal is shown in the footer as well. */

export class Announcer {
  constructor(region) {
    this.region = region;
    this.timer = 0;
  }

  /** @param {string} sentence  @param {boolean} [visible]  also to be seen, for what didn't work */
  say(sentence, visible = false) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.region.textContent = "";
      this.region.textContent = sentence;
    }, 150);
    this.region.classList.toggle("visually-hidden", !visible);
    this.region.classList.toggle("toast", visible);
    clearTimeout(this.hide);
    if (visible) this.hide = setTimeout(() => this.region.classList.replace("toast", "visually-hidden"), 4000);
  }
}
