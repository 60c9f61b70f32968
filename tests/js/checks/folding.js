import { fold } from "../../../static/js/surface/model/fold.js";
import { Failures } from "./expect.js";

export function check({ table, cases }) {
  const failures = new Failures();
  for (const { text, folded } of cases) failures.same(text, fold(text, table), folded);
  return failures.list;
}
