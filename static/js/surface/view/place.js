/** Remembers cursor and quote per person and page on the server, seldom while working and once more on leaving. */
import { debounce } from "./when.js";

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
