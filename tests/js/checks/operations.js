import { Labelling } from "../../../static/js/surface/model/labelling.js";
import { Refused } from "../../../static/js/surface/model/refused.js";
import { PageText } from "../../../static/js/surface/model/text.js";
import { Failures } from "./expect.js";

export function check({ cases }) {
  const failures = new Failures();
  for (const one of cases) {
    const labelling = new Labelling(new PageText(one.text), one.state);
    if (one.refused) refuses(one, labelling, failures);
    else appliesAndComesBack(one, labelling, failures);
  }
  return failures.list;
}

function appliesAndComesBack({ name, state, op, stamp, result, inverse }, labelling, failures) {
  const change = labelling.apply(op, stamp);
  failures.same(`${name}, result`, labelling.toJson(), result);
  failures.same(`${name}, inverse`, change.inverse, inverse);
  failures.same(`${name}, index`, spansOf(labelling), spansOf(new Labelling(labelling.text, result)));
  if (!inverse) return;
  const again = labelling.apply(change.inverse, { by: "Dora", at: null }).inverse;
  const begun = { ...state, status: state.status === "todo" ? "in_progress" : state.status };
  failures.same(`${name}, taken back`, labelling.toJson(), begun);
  failures.same(`${name}, index taken back`, spansOf(labelling), spansOf(new Labelling(labelling.text, state)));
  labelling.apply(again, { by: "Dora", at: null });
  failures.same(`${name}, done again`, labelling.toJson(), result);
}

function refuses({ name, state, op, stamp }, labelling, failures) {
  try {
    labelling.apply(op, stamp);
    failures.true(`${name}: was applied`, false);
  } catch (error) {
    failures.true(`${name}: ${error}`, error instanceof Refused && error.message.endsWith("."));
  }
  failures.same(`${name}, left alone`, labelling.toJson(), state);
}

function spansOf(labelling) {
  return Array.from({ length: labelling.text.lineCount }, (_, i) => labelling.spansOn(i + 1));
}
