/**
 * Lets a part of the screen be asked for again while somebody can see it. `data-behaviour="fresh"` beside `hx-trigger="seen"`;
 * `data-every` are the milliseconds between, and it rests while nothing in it matches the selector `data-while`.
 */
const EVERY = 30_000;

export function mount(part) {
  const { every, while: wanted } = part.dataset;
  const say = () => {
    const rests = wanted && !part.querySelector(wanted);
    if (document.visibilityState === "visible" && !rests) part.dispatchEvent(new CustomEvent("seen"));
  };
  setInterval(say, Number(every ?? EVERY));
  document.addEventListener("visibilitychange", say);
}
