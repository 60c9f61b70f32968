/** Lets a part of the screen be asked for again while somebody can see it. `data-behaviour="fresh"` beside `hx-trigger="seen"`. */
const EVERY = 30_000;

export function mount(part) {
  const say = () => {
    if (document.visibilityState === "visible") part.dispatchEvent(new CustomEvent("seen"));
  };
  setInterval(say, EVERY);
  document.addEventListener("visibilitychange", say);
}
