/** The plain events that cross between the text and the rest of the page; their names and details are a contract. */

const PAUSE = 500;

/** Connects a desk; returns what to call after each acknowledgement. `page:saved` comes at most twice a second. */
export function crossing(desk) {
  const send = (name, detail) => document.body.dispatchEvent(new CustomEvent(name, { detail }));
  desk.on("current", () => send("quote:current", { id: desk.quote }));
  document.body.addEventListener("surface:goto", ({ detail: { start, end } }) => {
    desk.goto(start, end);
    desk.focus();
  });
  let timer = 0;
  let last = -PAUSE;
  const tell = () => {
    [timer, last] = [0, performance.now()];
    send("page:saved", { task: desk.task.id, rev: desk.sync.rev, counts: desk.labels.progress() });
  };
  return () => {
    timer ||= setTimeout(tell, Math.max(0, last + PAUSE - performance.now()));
  };
}
