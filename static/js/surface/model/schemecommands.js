// The commands of one project: the table without what its scheme leaves out, with its own kinds, polarities, flags and answers.
import { COMMANDS, command } from "./commands.js";

const POLARITIES = [["favor", 1], ["against", -1], ["neutral", 0], ["unclear", "unclear"], ["none", "none"]];
const STEPS = [
  ["strong favor", 2], ["favor", 1], ["neutral", 0], ["against", -1], ["strong against", -2],
  ["unclear", "unclear"], ["none", "none"],
];

/** The commands of a project: the table without what is off, with its own kinds, polarities and answers.
 * @param {object} scheme the scheme JSON @returns {import("./commands.js").Command[]} */
export function commandsFor(scheme, based = true) {
  const asked = COMMANDS.filter(({ id, layer }) => (!layer || scheme.layers.includes(layer)) && wanted(id, scheme) && (based || id !== "base.dispute"));
  return [...asked, ...kindCommands(scheme), ...stanceCommands(scheme), ...flagCommands(scheme), ...answerCommands(scheme)];
}

function wanted(id, scheme) {
  const { quotes, stances, line_flags: flags } = scheme;
  if (id === "kind" || id === "fill.kind") return kindCommands(scheme).length > 0;
  if (id === "unsure") return flags.includes("unsure") || Boolean(quotes);
  if (id === "span.via") return Boolean(quotes?.via);
  if (id === "span.addressee") return Boolean(quotes?.addressee);
  if (id === "stance.explicit") return Boolean(stances?.explicit);
  if (id === "stances.page" || id === "stance.promote") return Boolean(stances?.levels.includes("page"));
  return true;
}

function kindCommands({ kinds, labels, line_flags: flags }) {
  const known = kinds.map(({ id, key, name }) => command(`kind.${id}`, key, "kind", name, "Kinds", { value: id }));
  if (labels.includes("optional")) known.push(command("line.optional", "o", "kind", "Optional: not counted", "Kinds"));
  if (flags.includes("mixed")) known.push(command("line.mixed", "b", "kind", "Mixed: two kinds in one line", "Kinds"));
  return known;
}

function stanceCommands({ stances }) {
  if (!stances) return [];
  const table = stances.polarities.includes(2) ? STEPS : POLARITIES;
  return table.filter(([, polarity]) => stances.polarities.includes(polarity)).flatMap(([name, polarity], i) => {
    const digit = String(table === POLARITIES ? POLARITIES.findIndex(([one]) => one === name) + 1 : i + 1);
    const id = name.replace(" ", "-");
    const more = { value: polarity, layer: "stances" };
    return [
      command(`stance.${id}`, digit, "quote stance", `Stance: ${name}`, "Stances", more),
      command(`stance.${id}.stay`, `Shift+${digit}`, "quote stance", `Stance: ${name}, and stay`, "Stances", more),
    ];
  });
}

/** Each name with the first of its letters that is still free. @returns {[string, string][]} */
function lettered(names, taken = new Set()) {
  return names.map((name) => {
    const key = [...name, ..."abcdefghijklmnopqrstuvwxyz"].find((letter) => /[a-z]/.test(letter) && !taken.has(letter));
    taken.add(key);
    return [name, key];
  });
}

function flagCommands({ quotes }) {
  return lettered(quotes?.flags ?? []).map(([flag, key]) =>
    command(`flag.${flag}`, key, "flags", flag, "Flags of a quote", { value: flag }));
}

/** Letters for the page types, `y` and `n` for usable, digits and then capitals for the questions. */
const OPTIONS = "123456789ABCDEFGHIJKLMNOPQRSTVWXYZ";

function answerCommands({ layers, page }) {
  if (!layers.includes("page")) return [];
  const types = lettered(page.types, new Set(["y", "n", "b", "u"])).map(([type, key]) =>
    command(`answer.type.${type}`, key, "answers", `Page type: ${type}`, "Answers", { value: type }));
  const options = page.questions.flatMap(({ id, name, options }) => options.map((option) => ({ id, name, option })));
  return [
    ...types,
    command("answer.usable", "y", "answers", "Usable", "Answers", { value: true }),
    command("answer.unusable", "n", "answers", "Not usable", "Answers", { value: false }),
    command("answer.no-body", "b", "answers", "This page has no body", "Answers"),
    ...options.slice(0, OPTIONS.length).map(({ id, name, option }, i) =>
      command(`answer.${id}.${i}`, OPTIONS[i], "answers", `${name}: ${option}`, "Answers",
        { value: { question: id, option } })),
  ];
}
