/** Calls for the next try: soon, at once, or after a pause that doubles with each failure, from 0.2 to 30 s, a little less by chance. */

const FIRST = 200;
const LONGEST = 30000;

export class Alarm {
  /** @param {() => void} work */
  constructor(work) {
    Object.assign(this, { work, pause: 0, timer: 0 });
  }

  /** Rings after so many ms, whatever was set before. */
  set(wait) {
    this.stop();
    this.timer = setTimeout(this.work, wait);
  }

  /** Rings after so many ms at the latest; while tries fail, no sooner than the next one is due. */
  within(wait) {
    if (!this.timer || (!this.pause && !wait)) this.set(wait);
  }

  /** Rings after the pause. */
  again() {
    this.pause = Math.min(LONGEST, Math.max(FIRST, this.pause * 2));
    this.set(this.pause * (0.5 + Math.random() / 2));
  }

  /** The last try went well. */
  calm() {
    this.pause = 0;
  }

  stop() {
    clearTimeout(this.timer);
    this.timer = 0;
  }
}
