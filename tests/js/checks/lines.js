import { Labelling } from "../../../static/js/surface/model/labelling.js";
import { putQuote, putStance, removeStance, setLines } from "../../../static/js/surface/model/operations.js";
import { PageText } from "../../../static/js/surface/model/text.js";
import { Failures } from "./expect.js";

const STAMP = { by: "Ana", at: null };
const TEXT = new PageText("Menu\n\nNews\n\nHarbour opens\n\n“We go,” Mara Lind said.\nIt rained.\n\nMore\n \nFooter");

export function check() {
  const failures = new Failures();
  const labelling = new Labelling(TEXT, { layers: { page: "off", lines: { status: "todo" } } });
  const set = (first, last, label) => labelling.apply(setLines([{ first, last, label }]), STAMP);
  failures.same("one run at first", labelling.run(2), { first: 1, last: 12 });
  failures.same("nothing done", labelling.progress().lines, { done: 0, total: 7 });
  set(1, 12, "boilerplate");
  set(5, 12, "body");
  set(10, 12, "boilerplate");
  failures.same("the run of the body", labelling.run(7), { first: 5, last: 8 });
  failures.same("a blank line looks ahead", labelling.run(9), { first: 10, last: 12 });
  failures.same("first and last body", [labelling.extreme("body", 1), labelling.extreme("body", -1)], [5, 8]);
  failures.same("no optional line", labelling.extreme("optional", 1), null);
  failures.same("all done", labelling.progress().lines, { done: 7, total: 7 });
  failures.same("begun", [labelling.status, labelling.layers], ["in_progress", { page: "off", lines: "in_progress" }]);
  set(3, 5, null);
  failures.same("next gap", [1, 3, 4, 5].map((n) => labelling.nextUnlabelled(n, 1)), [3, 5, 5, null]);
  failures.same("gap before", [12, 5, 3].map((n) => labelling.nextUnlabelled(n, -1)), [5, 3, null]);
  failures.same("labels in the outline", labelling.outline().map(({ first, last }) => [first, last]), [[1, 1], [7, 8], [10, 12]]);
  quotes(labelling, failures);
  return failures.list;
}

function quotes(labelling, failures) {
  const at = TEXT.lineStart(7);
  const apply = (op) => labelling.apply(op, STAMP);
  apply(putQuote("q-1", { contents: [[at, at + 8]] }));
  failures.same("a quote without speaker is open", labelling.progress().quotes, { done: 0, total: 1 });
  apply(putQuote("q-1", { sources: [[at + 9, at + 18]], speaker: "e-lind" }));
  failures.same("with its speaker it is done", labelling.progress().quotes, { done: 1, total: 1 });
  const { lines } = apply(putStance("s-1", { quote: "q-1", target: "e-port", polarity: 1, evidence: [[at + 1, at + 3]] }));
  failures.same("evidence repaints its line", [...lines], [7]);
  failures.same("spans of the line", labelling.spansOn(7).map(({ layer }) => layer), ["content", "evidence", "source"]);
  failures.same("spans at a character", labelling.spansAt(at + 2).map(({ layer }) => layer), ["content", "evidence"]);
  failures.same("stances of the quote", labelling.stancesOf("q-1").map(({ id }) => id), ["s-1"]);
  apply(removeStance("s-1"));
  failures.same("none after removal", labelling.stancesOf("q-1"), []);
}
