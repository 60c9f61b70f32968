/** The whole page in a strip: line labels and quotes as bands, the window as a frame; a click or drag goes there. */

const COLOURS = { body: "--body", boilerplate: "--boilerplate", optional: "--optional" };

export class Minimap {
  /** @param {import("./desk.js").Desk} desk  @param {HTMLElement} element */
  constructor(desk, element) {
    Object.assign(this, { desk, element });
    this.canvas = document.createElement("canvas");
    this.view = document.createElement("div");
    this.view.className = "view";
    element.append(this.canvas, this.view);
    this.frame = 0;
    desk.on("reload change", () => this.#later());
    desk.scroll.addEventListener("scroll", () => (this.next ||= requestAnimationFrame(() => this.#frame())), {
      passive: true,
    });
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
    const scale = height / desk.text.lineCount;
    const band = (n, left, width) =>
      paint.fillRect(left, (n - 1) * scale, width, Math.max(1, Math.min(4, scale * 0.7)));
    const runs = desk.asks("lines") ? desk.labels.outline() : [];
    for (const [label, name] of Object.entries(COLOURS)) {
      paint.fillStyle = this.#colour(name);
      for (const run of runs) {
        if (run.label !== label) continue;
        for (let n = run.first; n <= run.last; n += 1) if (!desk.text.isBlank(n)) band(n, 3, label === "body" ? 9 : 5);
      }
    }
    paint.fillStyle = this.#colour("--quote-line");
    for (const quote of desk.labels.quotes.values())
      for (const [start] of quote.contents) band(desk.text.lineAt(start), 13, 3);
    if (!this.view.style.top) this.#frame();
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

  #frame() {
    this.next = 0;
    const { offsets, scroll, text } = this.desk;
    const box = scroll.getBoundingClientRect();
    const hit = (y) => offsets.lineOf(document.elementFromPoint(box.left + 100, y) ?? document.body);
    const first = hit(box.top + 12) ?? 1;
    const last = hit(box.bottom - 12) ?? text.lineCount;
    this.view.style.top = `${((first - 1) / text.lineCount) * 100}%`;
    this.view.style.height = `${((last - first + 1) / text.lineCount) * 100}%`;
  }
}
