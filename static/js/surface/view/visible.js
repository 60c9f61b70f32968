/** The elements of the lines that show in the window, at least in part. @param {import("./desk.js").Desk} desk */
export function visibleLines({ scroll, offsets }) {
  const { top, bottom } = scroll.getBoundingClientRect();
  const [first, last] = [offsets.lineAtHeight(top), offsets.lineAtHeight(bottom)];
  return Array.from({ length: last - first + 1 }, (_, at) => offsets.line(first + at));
}
