import { COMMANDS } from "../../../static/js/surface/model/commands.js";
import { commandsFor } from "../../../static/js/surface/model/schemecommands.js";
import { actions } from "../../../static/js/surface/view/actions.js";

/** The commands of each scheme, the table's own, and the names of all actions; the test beside compares them. */
export function check({ cases }) {
  const row = ({ id, keys, modes }) => ({ id, keys, modes });
  return {
    schemes: cases.map((scheme) => commandsFor(scheme).map(row)),
    table: COMMANDS.map(row),
    actions: Object.keys(actions({}, {})),
  };
}
