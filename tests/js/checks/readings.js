import { Labelling } from "../../../static/js/surface/model/labelling.js";
import { putQuote, setLines } from "../../../static/js/surface/model/operations.js";
import { candidatesOn, nextCandidate } from "../../../static/js/surface/model/readings.js";
import { PageText } from "../../../static/js/surface/model/text.js";
import { labelsFor } from "../../../static/js/surface/view/wordpick.js";
import { Failures } from "./expect.js";

const STAMP = { by: "Ana", at: null };
const read = async (code) => (await fetch(`/annotator/languages/${code}.json`)).json();

export async function check({ cases }) {
  const failures = new Failures();
  const und = await read("und");
  const languages = new Map();
  for (const { language: code, text: string, said } of cases) {
    if (!languages.has(code)) languages.set(code, { ...und, ...(await read(code)) });
    const text = new PageText(string);
    const words = (spans) => spans.map((span) => text.slice(...span));
    const found = candidatesOn(text, languages.get(code), 1).filter(({ within }) => !within);
    failures.same(string, found.map(({ readings: [one] }) => ({
      contents: words(one.contents), cue: words(one.cues)[0] ?? null, source: words(one.sources)[0] ?? null,
      ...(one.via.length ? { via: words(one.via)[0] } : {}),
      ...(one.addressee.length ? { addressee: words(one.addressee)[0] } : {}),
    })), said);
  }
  alternatives(languages.get("en"), failures);
  taken(languages.get("en"), failures);
  letters(failures);
  return failures.list;
}

function alternatives(language, failures) {
  const text = new PageText("Brand said that the pier “is far too old” for the ferry that sails there.");
  const [{ readings }] = candidatesOn(text, language, 1);
  failures.same("other readings", readings.map(({ contents }) => text.slice(...contents[0])), [
    "that the pier “is far too old”",
    "that the pier “is far too old” for the ferry that sails there",
    "“is far too old”",
    text.slice(0, text.length - 1),
  ]);
}

function taken(language, failures) {
  const text = new PageText("Menu: All news\nLind said that Brand warned of ice.\nShe said “no”.");
  const labelling = new Labelling(text);
  labelling.apply(setLines([{ first: 1, last: 1, label: "boilerplate", kind: "ticker" }]), STAMP);
  const next = (options, offset = 0) => {
    const found = nextCandidate(text, language, labelling, offset, options);
    return found && text.slice(...found.readings[0].contents[0]);
  };
  failures.same("a ticker is asked for", next({ zones: ["ticker"] }), "All news");
  failures.same("a ticker is not asked for", next({}), "that Brand warned of ice");
  const [start] = [text.lineStart(2)];
  failures.same("what was rejected", next({ rejected: new Set([start + 5]) }), "ice");
  labelling.apply(putQuote("q-1", { contents: [[start + 10, start + 34]], cues: [[start + 5, start + 9]] }), STAMP);
  failures.same("one inside a quote", next({}), "ice");
  failures.same("backwards from the end", next({ direction: -1 }, text.length), "“no”");
}

function letters(failures) {
  const many = labelsFor(300);
  failures.same("labels are all different", new Set(many).size, 300);
  const clash = many.some((one) => one.length === 1 && many.some((other) => other.length === 2 && other[0] === one));
  failures.same("no label begins another", clash, false);
  failures.same("one letter each while there are enough", labelsFor(52).every((one) => one.length === 1), true);
}
