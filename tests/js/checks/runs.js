import { Labelling } from "../../../static/js/surface/model/labelling.js";
import { runsOf } from "../../../static/js/surface/model/operations.js";
import { PageText } from "../../../static/js/surface/model/text.js";
import { Failures } from "./expect.js";

export function check({ cases }) {
  const failures = new Failures();
  for (const { name, text: string, lines, runs } of cases) {
    const text = new PageText(string);
    const labels = new Map(Object.entries(lines).map(([n, label]) => [Number(n), label]));
    failures.same(name, runsOf(text, labels), runs);
    const read = new Labelling(text, { lines: runs }).lines;
    failures.same(`${name}, read again`, Object.fromEntries([...read].sort((a, b) => a[0] - b[0])), lines);
  }
  return failures.list;
}
