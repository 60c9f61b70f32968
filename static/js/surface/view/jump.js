/** Letters on the lines and quotes that show; one or two of them jump there. */
import { h } from "./dom.js";
import { visibleLines } from "./visible.js";

const LETTERS = "asdfghjklqwertyuiopzxcvbnm";

/** Names of one or two letters for so many places, none the beginning of another; the first ones are the short ones. */
export function jumpNames(count) {
  const long = Math.max(0, Math.ceil((count - LETTERS.length) / (LETTERS.length - 1)));
  const heads = [...LETTERS].slice(LETTERS.length - long);
  const short = [...LETTERS].slice(0, LETTERS.length - long);
  return [...short, ...heads.flatMap((head) => [...LETTERS].map((letter) => head + letter))].slice(0, count);
}

/** @param {import("./desk.js").Desk} desk  @param {(id: string) => void} enter  makes a quote the current one */
export function jump(desk, enter) {
  const places = placesOf(desk, enter);
  const names = jumpNames(places.length);
  const box = h("div");
  const origin = desk.overlay.getBoundingClientRect();
  const letter = ({ box: { left, top }, quote }, at) => {
    const one = h(quote ? "span.letter.as-cue" : "span.letter", { data: { jump: names[at] } }, names[at]);
    Object.assign(one.style, { left: `${left - origin.left}px`, top: `${top - origin.top + (quote ? 0 : 17)}px` });
    return one;
  };
  box.append(...places.map(letter));
  desk.overlay.append(box);
  const before = desk.mode;
  desk.setMode("jump");
  let typed = "";
  const over = new AbortController();
  const stop = () => {
    over.abort();
    box.remove();
    desk.keyboard.take(null);
    desk.setMode(before);
  };
  for (const type of ["scroll", "pointerdown", "blur"])
    desk.root.addEventListener(type, stop, { capture: true, signal: over.signal });
  desk.keyboard.take((key) => {
    typed += key.toLowerCase();
    const at = names.indexOf(typed);
    for (const one of box.children) one.hidden = !one.dataset.jump.startsWith(typed);
    if (at < 0 && names.some((name) => name.startsWith(typed))) return true;
    stop();
    if (at >= 0) places[at].go();
    return false;
  });
}

/** Lines and the beginnings of quotes, from the top. */
function placesOf(desk, enter) {
  const { text, labels, offsets, cursor } = desk;
  return visibleLines(desk).flatMap((line) => {
    const n = offsets.lineOf(line);
    if (text.isBlank(n)) return [];
    const starts = labels.spansOn(n).filter(({ layer, quote, start }) => layer === "content" && labels.quotes.get(quote).contents[0][0] === start);
    const quotes = starts.map(({ quote, start }) => ({
      quote,
      box: offsets.range(start, start + 1).getBoundingClientRect(),
      go: () => enter(quote),
    }));
    const { left, top } = line.getBoundingClientRect();
    return [{ box: { left: left + 52, top }, go: () => cursor.to(n, { scroll: null }) }, ...quotes];
  });
}
