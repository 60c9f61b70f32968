/** Remembers cursor and quote per person and page on the server, seldom while working and once more on leaving. */
import { debounce } from "./when.js";

/** Where to begin: at the place that the address names (`?quote=q-1#L12`), else where the person stopped. */
export function firstPlace(task) {
  const [, line] = /^#L(\d+)$/.exec(location.hash) ?? [];
  if (!line || !document.getElementById(`L${line}`)) return task.place;
  return { line: Number(line), quote: new URLSearchParams(location.search).get("quote") };
}

export function rememberPlace(desk) {
  if (desk.readOnly) return;
  let sent = "";
  const send = () => {
    const place = { line: desk.cursor.n, quote: desk.quote };
    if (desk.sync.door.shut || JSON.stringify(place) === sent) return;
    sent = JSON.stringify(place);
    desk.sync.server.place(place);
  };
  const later = debounce(send, 1000);
  desk.on("cursor current", later);
  addEventListener("pagehide", send);
}
