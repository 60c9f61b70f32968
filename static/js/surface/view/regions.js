/** The parts of the screen that F6 walks through: text, left, panel, header; the footer has nothing to reach. */

/** @param {import("./desk.js").Desk} desk  @param {1|-1} direction */
export function region(desk, direction) {
  const { body } = document;
  const header = [...body.querySelectorAll(".top .tools button:not(:disabled)")];
  const seen = (one) => one?.checkVisibility({ visibilityProperty: true });
  const stops = [desk.surface, body.querySelector("#left"), body.querySelector("#right"), header.find(seen)].filter(seen);
  const at = stops.findIndex((stop) => stop.contains(document.activeElement));
  const here = at < 0 && document.activeElement.closest(".top") ? stops.length - 1 : Math.max(at, 0);
  stops[(here + direction + stops.length) % stops.length].focus();
}
