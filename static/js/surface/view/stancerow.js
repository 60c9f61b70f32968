/** One stance in the side panel: sign, polarity, target, and what can be done to it. */
import { h } from "./dom.js";
import { POLARITY } from "./stances.js";

export function stanceRow(desk, stance, { stances }) {
  const { sign, name } = POLARITY[stance.polarity];
  const explicit = stance.explicit === null ? "" : stance.explicit ? ", explicit" : ", implicit";
  const words = `${sign} ${name} toward ${desk.name(stance.target)}${explicit}`;
  const open = !desk.locked && (stance.level === "page" || stance.quote === desk.quote);
  const [first] = stance.evidence;
  const show = first
    ? h(
        "button.goto",
        { title: "Show the evidence", data: { focus: stance.id }, on: { click: () => desk.goto(...first) } },
        words,
      )
    : words;
  const act = (label, title, work) =>
    h(
      "button.act",
      { title, "aria-label": title, data: { focus: `${stance.id} ${label}` }, on: { click: work } },
      label,
    );
  return h(
    "div.stance",
    {},
    h("span", {}, show),
    open && [
      act("±", "Next polarity", () => stances.turn(stance.id)),
      desk.scheme.stances.explicit && act("y", "Explicit, implicit, open", () => stances.cycleExplicit(stance.id)),
      act("→", "Another target", () => stances.retarget(stance.id)),
      act("Evidence", "The selected words are the evidence", () => stances.evidence({ id: stance.id })),
      act("+", "The selected words are evidence, too", () => stances.evidence({ id: stance.id, add: true })),
      act("✕", "Delete this stance", () => stances.remove(stance.id)),
    ],
  );
}
