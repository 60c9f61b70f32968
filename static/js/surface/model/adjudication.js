// What can be done on the adjudication screen, by which keys, and which place comes next.
import { command } from "./commands.js";

const MODE = "adjudicate";
const OWN = ["lines", "quotes", "stances", "page"].map((layer) => `own-${layer}`).join(" ");
const LETTERS = ["a", "b", "c", "d", "f", "h"]; // keys of labellings; the others mean something else
const POLARITY_KEYS = [["1", 1], ["2", -1], ["3", 0], ["4", "unclear"], ["5", "none"], ["6", 2], ["7", -2]];
const SPAN_KEYS = [["contents", "m", "content"], ["cues", "c", "cue"], ["sources", "s", "source"], ["via", "w", "medium"], ["addressee", "d", "addressee"]];

/** The letter of the labelling at an index, as people read it. */
export const letter = (index) => String.fromCharCode(65 + index);

/** The choice that takes the labelling at an index, as the server reads it. */
export const choiceOf = (index) => String.fromCharCode(97 + index);

/**
 * The commands of the screen for a scheme and as many labellings.
 * @param {object} scheme @param {string[]} names  of who labelled @returns {import("./commands.js").Command[]}
 */
export function adjudicationCommands(scheme, names) {
  const take = names.map((name, at) =>
    command(`take.${choiceOf(at)}`, [at < 2 ? String(at + 1) : "", LETTERS[at] ?? ""].join(" "), MODE, `Take ${letter(at)}: ${name}`, "Deciding", { value: choiceOf(at) }));
  return [
    command("place.next", ". j Down", MODE, "Next place to decide", "Moving"),
    command("place.previous", ", k Up", MODE, "Previous place to decide", "Moving"),
    command("place.forward", "> J Shift+Down", MODE, "Next place, decided ones too", "Moving"),
    command("place.back", "< K Shift+Up", MODE, "Previous place, decided ones too", "Moving"),
    ...take,
    command("both", "3", MODE, "Both", "Deciding"),
    command("neither", "0", MODE, "Neither", "Deciding"),
    command("own", "e", MODE, "Write an own one", "Deciding"),
    command("reason", "r", MODE, "Say why", "Deciding"),
    command("accept", "Enter", MODE, "Go on; with nothing left, accept the page and go to the next", "Deciding"),
    command("undo", "u Ctrl+z", MODE, "Undo my last decision here", "Deciding"),
    command("page.next", "Ctrl+Enter", MODE, "Next page", "Moving"),
    command("help", "? F1", `${MODE} ${OWN}`, "Keys and what they do", "Moving"),
    ...ownCommands(scheme),
    command("leave", "Escape", `${OWN} own-kind ${MODE}`, "Leave without an own one", "Own"),
  ];
}

function ownCommands({ labels, kinds, quotes, stances }) {
  const lines = [["body", "b"], ["boilerplate", "x"], ["optional", "o"]].filter(([label]) => labels.includes(label));
  const rules = quotes ?? {};
  const spans = SPAN_KEYS.filter(([field]) => quotes && (rules[field] !== false && rules[field] !== undefined || !["via", "addressee"].includes(field)));
  const polarities = POLARITY_KEYS.filter(([, value]) => stances?.polarities.includes(value));
  return [
    ...lines.map(([label, key]) => command(`own.label.${label}`, key, "own-lines", `These lines are ${label}`, "Own", { value: label })),
    ...(kinds.length ? [command("own.kind", "g", "own-lines", "Their kind: a letter follows", "Own")] : []),
    ...kinds.map(({ id, key, name, parent }) => command(`own.kind.${id}`, key, "own-kind", name, "Own", { value: { label: parent, kind: id } })),
    ...spans.map(([field, key, word]) => command(`own.span.${field}`, key, "own-quotes", `The selected words are the ${word}; with none, the next labelling's`, "Own", { value: field })),
    ...(quotes ? [command("own.speaker", "h", "own-quotes", "Choose the speaker", "Own"), command("own.source", "k 0", "own-quotes", "Next kind of source", "Own")] : []),
    ...polarities.map(([key, value]) => command(`own.polarity.${value}`, key, "own-stances", `Polarity ${value}`, "Own", { value })),
    ...(stances ? [command("own.evidence", "e", "own-stances", "The selected words are the evidence; with none, the next labelling's", "Own")] : []),
    command("own.keep", "Enter", "own-quotes own-stances", "Keep it, and go on", "Own"),
    ...["1", "2", "3", "4", "5", "6", "7", "8", "9"].map((key, at) => command(`own.option.${at}`, key, "own-page", `Answer ${key}`, "Own", { value: at })),
  ];
}

/**
 * The place to go to from one: the next (1) or previous (-1), from the end round to the start; null without any.
 * @param {object[]} places in their order @param {object|null} from @param {{open?: boolean}} [only]
 */
export function step(places, from, direction, { open = true } = {}) {
  const count = places.length;
  const at = from ? places.findIndex((one) => same(one, from)) : direction > 0 ? -1 : count;
  for (let i = 1; i <= count; i++) {
    const one = places[(at + direction * i + count * 2) % count];
    if (open ? one.open : one.open || one.decision) return one;
  }
  return null;
}

/** Tell whether two are the same place, perhaps of two states. */
export const same = (one, other) => Boolean(one && other) && one.layer === other.layer && one.key === other.key;

/** The index of the labelling that most say the same as, where more than half of three or more do; else null. */
export function majority({ says }) {
  if (says.length < 3) return null;
  const said = says.map((one) => JSON.stringify(one));
  const at = said.findIndex((one) => said.filter((other) => other === one).length * 2 > said.length);
  return at < 0 ? null : at;
}

/** Tell whether a field's values differ among the labellings that say something. */
export const differs = (place, field) => place.differing.includes(field);
