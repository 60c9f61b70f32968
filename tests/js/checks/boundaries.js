import { Suggestions } from "../../../static/js/surface/model/boundaries.js";
import { PageText } from "../../../static/js/surface/model/text.js";
import { Failures } from "./expect.js";

const LONG = "said on Monday that the old ferry would sail again before the winter, whatever the town might think of it.";
const PAGE = [
  "Harbour Herald", "  • News", "  • Tides", "", "The ferry sails again", "", "By Nora Vale", "12 May 2031", "",
  `Mara Lind ${LONG}`, "", "“Nobody pays,” she said.", "", "What the pilots want", "", `Ivo Brand ${LONG}`, "",
  "Related news", "", "Crane number four turns out to be wind", "", "Why is herring so dear?", "", `The board ${LONG}`, "",
  "Most read", "", "Captain finds his hat", "", "© 2031 Harbour Herald. All rights reserved.",
].join("\n");

export async function check() {
  const failures = new Failures();
  const en = await (await fetch("/annotator/languages/en.json")).json();
  const page = new Suggestions(new PageText(PAGE), en);
  const walk = (from, direction, found = []) => {
    const n = page.boundary(from, direction);
    return n === null ? found : walk(n, direction, [...found, n]);
  };
  failures.same("boundaries downwards", walk(1, 1), [5, 7, 10, 18, 24, 26]);
  failures.same("boundaries upwards", walk(30, -1), [26, 24, 18, 10, 7, 5]);
  failures.same("from a blank line", [page.boundary(4, 1), page.boundary(6, -1)], [5, 5]);
  failures.same("a short answer belongs to the story", page.of(12), "body");
  failures.same("a single heading, too", page.of(14), "body");
  failures.same("teasers in the middle don't", [18, 20, 22].map((n) => page.of(n)), Array(3).fill("boilerplate"));
  failures.same("a blank line is nothing", page.of(4), null);
  const menu = new Suggestions(new PageText("Home\n\n  • News\n  • Tides\n\nImprint"), en);
  failures.same("no story, no suggestion", [menu.of(1), menu.boundary(1, 1), menu.story], [null, null, null]);
  const plain = new Suggestions(new PageText(PAGE), { code: "und" });
  failures.same("without words of a language", [plain.story.first, plain.story.last], [5, 24]);
  failures.same("an empty text", new Suggestions(new PageText(""), en).boundary(1, 1), null);
  return failures.list;
}
