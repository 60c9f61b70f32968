/** When things are drawn: within the next frame, or once the keys rest. */

const REST = 100; // ms without another key
const LATEST = 400; // ms after which what surrounds the text follows even a fast hand

const writing = new Set();
const reading = new Set();
const resting = new Set();
let frame = 0;
let timer = 0;
let since = 0;
let calm = false; // the keys rest, so what waits for that may be drawn
let held = false; // a button is pressed down and not let go yet

/**
 * Does a job within the next frame, once however often it is asked for. Jobs that write come first, then those that
 * read places on the screen; what a reading job returns is written last, so that the text is laid out but once.
 * @param {() => void | (() => void)} job  @param {{reads?: boolean}} [options]
 */
export function soon(job, { reads = false } = {}) {
  (reads ? reading : writing).add(job);
  frame ||= requestAnimationFrame(draw);
}

function draw() {
  let found = [];
  if (calm && !held) for (const job of taken(resting)) writing.add(job);
  calm &&= held;
  try {
    while (writing.size) for (const write of taken(writing)) write();
    found = taken(reading).map((read) => read());
  } finally {
    frame = 0; // also after a job that failed, or nothing would be drawn any more
  }
  for (const write of found) write?.();
}

/**
 * Does a job that surrounds the text rather than answers a key: outline, cards, counts, minimap. It waits until no key
 * has asked for anything for 100 ms, at most 400 ms, and then is done as `soon`. While a button is held down it waits
 * on: a button that is drawn anew between press and release gets no click.
 */
export function atRest(job) {
  const now = performance.now();
  if (!resting.size) since = now;
  resting.add(job);
  clearTimeout(timer);
  timer = setTimeout(rested, Math.max(0, Math.min(REST, since + LATEST - now)));
}

function rested() {
  calm = true;
  frame ||= requestAnimationFrame(draw);
}

function press(event) {
  held ||= event.type === "pointerdown" || (event.key === " " && event.target.matches("button, summary"));
}

function release() {
  held = false;
  if (calm) setTimeout(rested); // the click comes after the release, in the same task
}

for (const type of ["pointerdown", "keydown"]) addEventListener(type, press, true);
for (const type of ["pointerup", "pointercancel", "keyup"]) addEventListener(type, release, true);
addEventListener("blur", release); // the window's own

function taken(jobs) {
  const list = [...jobs];
  jobs.clear();
  return list;
}

/** A debounced copy of a function, with `flush`. */
export function debounce(work, wait) {
  let timer = 0;
  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(later.flush, wait);
  };
  later.flush = () => {
    clearTimeout(timer);
    work();
  };
  return later;
}
