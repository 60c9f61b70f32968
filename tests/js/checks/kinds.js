import { Suggestions } from "../../../static/js/surface/model/boundaries.js";
import { guessKinds } from "../../../static/js/surface/model/kinds.js";
import { Labelling } from "../../../static/js/surface/model/labelling.js";
import { setLines } from "../../../static/js/surface/model/operations.js";
import { PageText } from "../../../static/js/surface/model/text.js";
import { Failures } from "./expect.js";

const STAMP = { by: "Ana", at: null };
const PAGE = [
  ["Skip to content", "boilerplate", "ui"], ["  • Harbour", "boilerplate", "nav"], ["Pier life", "boilerplate", "nav"],
  ["Harbour stays open despite storm", "body", "headline"], ["By Nora Vale", "boilerplate", "byline"],
  ["12 May 2031, 09:40", "boilerplate", "byline"],
  ["Boats unload at the north pier. (Port Board)", "boilerplate", "caption"],
  ["The harbour stayed open through the night while the storm passed over the town, the board said on Monday, " +
    "although two ferries had to wait outside until morning and one crew was taken off by helicopter.", "body", "paragraph"],
  ["Two ferries wait", "body", "crosshead"],
  ["Mara Lind said the pilots had asked for a pause, which the board refused.", "body", "paragraph"],
  ["Correction: the ferries were three.", "body", "note"],
  ["Why the pier needs new lamps before the winter", "boilerplate", "related"],
  ["harbour | storm | ferries | town", "boilerplate", "tags"],
  ["© 2031 Example Courier", "boilerplate", "footer"], ["Privacy", "boilerplate", "footer"],
];

/** Kinds of single lines and of fills; and of the labelled sample pages, filled zone by zone as a person does. */
export async function check({ cases }) {
  const failures = new Failures();
  const scheme = cases.find(({ preset }) => preset === "full");
  const languages = new Map();
  for (const code of ["en", "sr-Cyrl", "ar"])
    languages.set(code, await (await fetch(`/annotator/languages/${code}.json`)).json());
  lineByLine(scheme, languages.get("en"), failures);
  let wrong = 0;
  let total = 0;
  const pages = (await (await fetch("/annotator/sample/news.jsonl")).text()).trim().split("\n").map(JSON.parse);
  for (const { page, labellings } of pages) {
    const { lines = [] } = labellings.find(({ role }) => role === "gold") ?? labellings[0] ?? {};
    if (!lines.some(({ label }) => label === "body")) continue;
    const guessed = filled(new PageText(page.text), languages.get(page.language), lines, scheme);
    wrong += lines.filter(({ n, kind }) => guessed.get(n).kind !== kind).length;
    total += lines.length;
  }
  failures.true(`${wrong} of ${total} kinds of the sample pages are wrong`, total > 350 && wrong <= 8);
  return failures.list;
}

function lineByLine(scheme, language, failures) {
  const text = new PageText(PAGE.map(([line]) => line).join("\n"));
  const suggestions = new Suggestions(text, language);
  const labelling = new Labelling(text);
  PAGE.forEach(([, label, expected], i) => {
    const n = i + 1;
    const kind = guessKinds(suggestions, labelling, [n], () => label, scheme).get(n);
    failures.same(`kind of line ${n}`, kind, expected);
    labelling.apply(setLines([{ first: n, last: n, label, kind, origin: "guessed" }]), STAMP);
  });
  const whole = guessKinds(suggestions, new Labelling(text), [4, 8, 9, 10], () => "body", scheme);
  failures.same("a fill", [...whole.values()], ["headline", "paragraph", "crosshead", "paragraph"]);
  const few = { override: false, kinds: [{ id: "text", parent: "body", standard: "paragraph" }] };
  const own = guessKinds(suggestions, new Labelling(text), [4, 8], () => "body", few);
  failures.same("a project's own kinds", [...own.values()], ["text", "text"]);
}

/** The labels after a fill from each line at which the label changes. */
function filled(text, language, lines, scheme) {
  const suggestions = new Suggestions(text, language);
  const labelling = new Labelling(text);
  lines.forEach(({ n, label }, i) => {
    if (label === lines[i - 1]?.label) return;
    const run = [...text.named(n, Math.max(n, labelling.run(n).last))];
    const kinds = guessKinds(suggestions, labelling, run, () => label, scheme);
    labelling.apply(setLines(run.map((one) => ({ first: one, last: one, label, kind: kinds.get(one) }))), STAMP);
  });
  return labelling.lines;
}
