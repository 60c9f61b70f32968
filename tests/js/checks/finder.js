import { Finder } from "../../../static/js/surface/model/finder.js";
import { PageText } from "../../../static/js/surface/model/text.js";
import { Failures } from "./expect.js";

const TABLE = { љ: "lj", ч: "c", "ß": "ss", ء: "", ـ: "" };

export function check() {
  const failures = new Failures();
  const found = (text, query) => {
    const page = new PageText(text);
    const finder = new Finder(page, TABLE);
    return finder.find(query).map((one) => page.slice(...finder.span(one)));
  };
  failures.same("case and marks", found("Čamac, cama\u0301c\nCAMAC", "camac"), ["Čamac", "cama\u0301c", "CAMAC"]);
  failures.same("marks of the last letter", found("cafe\u0301!", "cafe"), ["cafe\u0301"]);
  failures.same("one letter as two", found("Straße", "ASS"), ["aß"]);
  failures.same("half of a letter is all of it", found("љубав", "j"), ["љ"]);
  failures.same("script", found("Вучић", "ч"), ["ч"]);
  failures.same("beyond the BMP", found("👩‍🚀 ferry 𝔄b", "ferry"), ["ferry"]);
  failures.same("letters that fold to nothing", found("مـاء", "ما"), ["مـاء"]);
  failures.same("no overlap", found("aaaa", "aa"), ["aa", "aa"]);
  failures.same("never over a line's end", found("ab\ncd", "bc"), []);
  failures.same("nothing typed", found("ab", ""), []);
  failures.same("a sign that means something elsewhere", found("a.c abc", "a.c"), ["a.c"]);
  return failures.list;
}
