import { isSpaceUnit } from "../../../static/js/surface/model/whitespace.js";
import { Failures } from "./expect.js";

export function check({ code_points: expected }) {
  const failures = new Failures();
  const found = [];
  for (let unit = 0; unit <= 0xffff; unit++) if (isSpaceUnit(unit)) found.push(unit);
  failures.same("white space", found, expected);
  return failures.list;
}
