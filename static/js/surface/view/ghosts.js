/** What may be quoted on the labelled lines that show, drawn as ghosts: a candidate is never a label. */
import { locked } from "./base.js";
import { visibleLines } from "./visible.js";
import { debounce } from "./when.js";

const MOST = 60;
const PAUSE = 250;

export class Ghosts {
  /** @param {import("./desk.js").Desk} desk  @param {import("./guesses.js").Guesses} guesses */
  constructor(desk, guesses) {
    Object.assign(this, { desk, guesses });
    if (!CSS.highlights) return;
    const later = debounce(() => requestIdleCallback(() => this.draw()), PAUSE);
    desk.on("change reload mode task", later);
    desk.scroll.addEventListener("scroll", later, { passive: true });
  }

  draw() {
    const { desk, guesses } = this;
    const open = desk.asks("quotes") && !desk.locked && !locked(desk, "quotes") && desk.state.suggest !== false;
    const lines = open ? visibleLines(desk).map((element) => Number(element.id.slice(1))) : [];
    const spans = lines.filter((n) => desk.labels.lines.has(n)).flatMap((n) => guesses.on(n))
      .flatMap(({ readings }) => readings[0].contents).slice(0, MOST);
    CSS.highlights.set("candidate", new Highlight(...spans.map((span) => desk.offsets.range(...span))));
  }
}
