/** The elements of the lines that show in the window, at least in part. @param {import("./desk.js").Desk} desk */
export function visibleLines({ scroll, surface }) {
  const { top, bottom } = scroll.getBoundingClientRect();
  const shows = (element) => {
    const box = element.getBoundingClientRect();
    return box.bottom > top && box.top < bottom;
  };
  return [...surface.children].filter(shows).flatMap((chunk) => [...chunk.children].filter(shows));
}
