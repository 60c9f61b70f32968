/** The whole page in a strip: line labels and quotes as bands, the window as a frame; a click or drag goes there. */
import { atRest, debounce, soon } from "./when.js";

/** Colour, left edge and width of each kind of band. */
const BANDS = {
  body: ["--body", 3, 9],
  boilerplate: ["--boilerplate", 3, 5],
  optional: ["--optional", 3, 5],
  quote: ["--quote-line", 13, 3],
};
const FEW = 100;
const QUIET = 1000;
const QUICK = 200;

export class Minimap {
  /** @param {import("./desk.js").Desk} desk  @param {HTMLElement} element */
  constructor(desk, element) {
    Object.assign(this, { desk, element });
    this.canvas = document.createElement("canvas");
    this.view = document.createElement("div");
    this.view.className = "view";
    element.append(this.canvas, this.view);
    this.frame = 0;
    desk.on("reload", () => this.#later());
    this.touched = new Set();
    const touch = () => this.#touch();
    desk.on("change", ({ lines }) => {
      for (const n of lines) this.touched.add(n);
      atRest(touch);
    });
    this.whole = debounce(() => this.#later(), QUIET);
    const frame = () => this.#frame();
    this.reframe = debounce(() => soon(frame, { reads: true }), QUICK);
    desk.scroll.addEventListener("scroll", this.reframe, { passive: true });
    new ResizeObserver(() => this.#later()).observe(element);
    this.colours = new Map();
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
      this.colours.clear();
      this.#later();
    });
    element.addEventListener("pointerdown", (event) => {
      element.setPointerCapture(event.pointerId);
      this.#goto(event);
    });
    element.addEventListener("pointermove", (event) => event.buttons && this.#goto(event));
  }

  #later() {
    this.frame ||= requestIdleCallback(
      () => {
        this.frame = 0;
        this.draw();
      },
      { timeout: 400 },
    );
  }

  /** A few lines are drawn over at once, the whole strip when there is time. */
  #touch() {
    if (this.touched.size <= FEW && this.paint && !this.frame) for (const n of this.touched) this.#line(n);
    this.touched.clear();
    this.whole();
  }

  #line(n) {
    const { desk } = this;
    const label = desk.asks("lines") && desk.labels.lines.get(n)?.label;
    if (label) this.#band(label, n);
    if (desk.labels.spansOn(n).some((one) => one.layer === "content")) this.#band("quote", n);
  }

  #goto(event) {
    const { top, height } = this.element.getBoundingClientRect();
    const n = Math.ceil(((event.clientY - top) / height) * this.desk.text.lineCount);
    this.desk.offsets.line(Math.max(1, Math.min(n, this.desk.text.lineCount))).scrollIntoView({ block: "center" });
  }

  draw() {
    const { canvas, desk } = this;
    const height = this.element.clientHeight;
    canvas.width = 18 * devicePixelRatio;
    canvas.height = height * devicePixelRatio;
    const paint = canvas.getContext("2d");
    paint.scale(devicePixelRatio, devicePixelRatio);
    Object.assign(this, { paint, scale: height / desk.text.lineCount });
    for (const run of desk.asks("lines") ? desk.labels.outline() : []) this.#run(run);
    for (const quote of desk.labels.quotes.values())
      for (const [start] of quote.contents) this.#band("quote", desk.text.lineAt(start));
    if (!this.view.style.top) this.reframe();
  }

  /** Where lines are thinner than a pixel a run is one band; else its blank lines stay open. */
  #run({ first, last, label }) {
    if (this.scale < 1) return this.#band(label, first, last);
    for (let n = first; n <= last; n += 1) if (!this.desk.text.isBlank(n)) this.#band(label, n);
  }

  #band(name, first, last = first) {
    const { paint, scale } = this;
    const [colour, left, width] = BANDS[name];
    paint.fillStyle = this.#colour(colour);
    const height = (last - first) * scale + Math.max(1, Math.min(4, scale * 0.7));
    paint.fillRect(left, (first - 1) * scale, width, height);
  }

  /** A canvas knows no custom properties, so each colour is read off an element once. */
  #colour(name) {
    if (!this.colours.has(name)) {
      this.view.style.color = `var(${name})`;
      this.colours.set(name, getComputedStyle(this.view).color);
      this.view.style.color = "";
    }
    return this.colours.get(name);
  }

  /** Reads which lines the window shows; gives what draws the frame around them. */
  #frame() {
    const { offsets, scroll, text } = this.desk;
    const { top, bottom } = scroll.getBoundingClientRect();
    const [first, last] = [offsets.lineAtHeight(top), offsets.lineAtHeight(bottom)];
    return () => {
      this.view.style.top = `${((first - 1) / text.lineCount) * 100}%`;
      this.view.style.height = `${((last - first + 1) / text.lineCount) * 100}%`;
    };
  }
}
