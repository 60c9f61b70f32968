// Every key of the label screen in one table, which the keyboard, the help and the tests read.

/**
 * @typedef {object} Command
 * @property {string} id
 * @property {string[]} keys    as `keyOf` names them; the first is the one to show
 * @property {string[]} modes   line | kind | quote | caret | answers | stance
 * @property {string} title     what it does, as the help says it
 * @property {string} group     heading in the help
 * @property {"selection"|"hints"} [when]  only with a text selection, or only without one
 * @property {string} [layer]   only where the project asks for this layer
 * @property {object} [value]   what the key stands for (a kind, an answer, a polarity)
 */

const TEXT = ["line", "caret", "quote"];

const command = (id, keys, modes, title, group, more = {}) =>
  ({ id, keys: keys.split(" "), modes: modes.split(" "), title, group, ...more });

const QUOTES = { layer: "quotes" };
const LETTERS = "a b c d e f g h i j k l m n o p q r s t u v w x y z";

/** @type {Command[]} */
export const COMMANDS = [
  command("line.next", "j Down", "line", "Next line", "Moving"),
  command("line.previous", "k Up", "line", "Previous line", "Moving"),
  command("line.extend-next", "J Shift+Down", "line", "Extend the range down", "Moving"),
  command("line.extend-previous", "K Shift+Up", "line", "Extend the range up", "Moving"),
  command("block.next", "} l", "line", "Next block", "Moving"),
  command("block.previous", "{ h", "line", "Previous block", "Moving"),
  command("unlabelled.next", "] r", "line", "Next unlabelled line", "Moving", { layer: "lines" }),
  command("unlabelled.previous", "[ R", "line", "Previous unlabelled line", "Moving", { layer: "lines" }),
  command("unlabelled.next", "] N", "quote", "Next unlabelled line", "Moving", { layer: "lines" }),
  command("page.top", "Ctrl+Home", "line", "First line", "Moving"),
  command("page.bottom", "Ctrl+End", "line", "Last line", "Moving"),

  command("line.body", "b", "line", "Body, and down", "Lines", { layer: "lines" }),
  command("line.boilerplate", "x", "line", "Boilerplate, and down", "Lines", { layer: "lines" }),
  command("fill.body", "B", "line", "Body to the end of the run", "Lines", { layer: "lines" }),
  command("fill.boilerplate", "X", "line", "Boilerplate to the end of the run", "Lines", { layer: "lines" }),
  command("kind", "g", "line", "Set the kind: a letter follows", "Lines", { layer: "lines" }),
  command("fill.kind", "G", "line", "Fill the run with a kind: a letter follows", "Lines", { layer: "lines" }),
  command("line.propagate", "= M", "line", "The label of this line for every equal line", "Lines", { layer: "lines" }),
  command("line.clear", "Backspace", "line", "Clear the label", "Lines", { layer: "lines" }),
  command("unsure", "y", "line", "Flag as unsure", "Lines"),

  command("quote.next", "n", "line quote", "Next candidate for a quote", "Quotes", { layer: "quotes" }),
  command("quote.previous", "p", "line quote", "Previous quotation candidate", "Quotes", { layer: "quotes" }),
  command("quote", "q", "line caret quote", "Quote: the selection or the next quotation", "Quotes",
    { layer: "quotes" }),
  command("quote.indirect", "Q", "line caret quote", "Indirect quote; again: the next way to read it", "Quotes",
    { layer: "quotes" }),
  command("quote.open", "Enter", "line", "Open the quote at the cursor", "Quotes", { layer: "quotes" }),
  command("span.content", "m", TEXT.join(" "), "Selection, or words by letters, is one more content", "Quotes", QUOTES),
  command("span.recontent", "M", "quote", "Choose the content anew, by letters on words", "Quotes", QUOTES),
  command("span.cue", "c", TEXT.join(" "), "Selection, or words by letters, is the cue", "Quotes", QUOTES),
  command("span.more-cue", "C", TEXT.join(" "), "Selection is one more cue", "Quotes", QUOTES),
  command("span.source", "s", TEXT.join(" "), "Selection, or words by letters, is the source", "Quotes", QUOTES),
  command("span.more-source", "S", TEXT.join(" "), "Selection is one more source", "Quotes", QUOTES),
  command("span.via", "w", TEXT.join(" "), "Selection, or words by letters, is the medium (via)", "Quotes", QUOTES),
  command("span.addressee", "d", TEXT.join(" "), "Selection, or words by letters, is the addressee", "Quotes", QUOTES),
  command("hint.source", "a f g j r b", "quote", "Take the marked name as source", "Quotes",
    { when: "hints", layer: "quotes" }),
  command("hint.cue", "A F G J R B", "quote", "Take the marked word as cue", "Quotes",
    { when: "hints", layer: "quotes" }),
  command("source.none", "0", "quote", "No source: implicit, again for none", "Quotes", { layer: "quotes" }),
  command("source.kind", "k", "quote", "Next kind of source", "Quotes", { layer: "quotes" }),
  command("quote.flags", "l", "quote", "Flags of the quote: a letter follows", "Quotes", { layer: "quotes" }),
  command("span.grow", "> L", "quote", "A word more at the end of the span", "Quotes", { layer: "quotes" }),
  command("span.shrink", "< H", "quote", "A word less at the end of the span", "Quotes", { layer: "quotes" }),
  command("span.grow-start", "Alt+> Alt+l", "quote", "A word more at its start", "Quotes", { layer: "quotes" }),
  command("span.shrink-start", "Alt+< Alt+h", "quote", "A word less at its start", "Quotes", { layer: "quotes" }),
  command("quote.speaker", "h", "quote", "Choose the speaker", "Quotes", QUOTES),
  command("quote.commit", "Enter", "quote", "Done with this quote; on to the next", "Quotes", { layer: "quotes" }),
  command("quote.delete", "x Backspace", "quote", "Delete the quote", "Quotes", { layer: "quotes" }),

  command("span.evidence", "e", `${TEXT.join(" ")} stance`, "Selection, or words by letters, is the evidence", "Stances",
    { layer: "stances" }),
  command("span.more-evidence", "E", `${TEXT.join(" ")} stance`, "Selection is evidence, too", "Stances",
    { layer: "stances" }),
  command("target", "t", "quote stance", "Choose the target", "Stances", { layer: "stances" }),
  command("stance.explicit", "y", "quote stance", "Explicit or not", "Stances", { layer: "stances" }),
  command("stance.promote", "P", "line quote", "For the page too; before the digit, again: for the page only", "Stances", { layer: "stances" }),
  command("stance.target", "T", "quote stance", "Another target for this stance", "Stances", { layer: "stances" }),
  command("stances.page", "t", "line caret", "Stances of the page", "Stances", { layer: "stances" }),
  command("stance.holder", "h", "stance", "Choose the holder", "Stances", { layer: "stances" }),
  command("stance.next", "j Down", "stance", "Next stance of the page", "Stances", { layer: "stances" }),
  command("stance.previous", "k Up", "stance", "Previous stance of the page", "Stances", { layer: "stances" }),
  command("stance.delete", "x Backspace", "stance", "Delete the stance", "Stances", { layer: "stances" }),
  command("stance.commit", "Enter", "stance", "Done with this stance", "Stances", { layer: "stances" }),

  command("caret", "v", "line quote stance", "Select by words", "Selecting"),
  command("caret.left", "h Left", "caret", "Word to the left", "Selecting"),
  command("caret.right", "l Right", "caret", "Word to the right", "Selecting"),
  command("caret.extend-left", "H Shift+Left", "caret", "Extend by a word to the left", "Selecting"),
  command("caret.extend-right", "L Shift+Right", "caret", "Extend by a word to the right", "Selecting"),
  command("caret.down", "j Down", "caret", "Line down", "Selecting"),
  command("caret.up", "k Up", "caret", "Line up", "Selecting"),
  command("caret.point-left", "Alt+Left", "caret", "Extend by one character to the left", "Selecting"),
  command("caret.point-right", "Alt+Right", "caret", "Extend by one character to the right", "Selecting"),
  command("caret.other-end", "o", "caret", "Go to the other end", "Selecting"),
  command("caret.sentence-back", "( a", "caret", "Sentence backwards", "Selecting"),
  command("caret.sentence", ") f", "caret", "Sentence forwards", "Selecting"),
  command("caret.extend-sentence", "} F", "caret", "Extend to the sentence's last word", "Selecting"),
  command("caret.extend-sentence-back", "{ A", "caret", "Extend to the sentence's first word", "Selecting"),
  command("words.letter", `${LETTERS} ${LETTERS.toUpperCase()}`, "words", "The word with this letter: the first, then the last", "Selecting"),
  command("caret.quotation", '" r', "caret", "The quotation around", "Selecting"),

  command("answers", "o", "line", "Answers about the page", "Page", { layer: "page" }),
  command("note", "i", TEXT.join(" "), "Note on the selection or the line", "Page"),
  command("undo", "u Ctrl+z", "line quote caret stance answers", "Undo", "Page"),
  command("redo", "U Ctrl+y Ctrl+Shift+z", "line quote caret stance answers", "Redo", "Page"),
  command("page.done", "Ctrl+Enter", "line quote caret stance answers", "Page done, to the next", "Page"),
  command("page.previous", "Alt+Left", "line quote stance answers", "Back to the previous page", "Page"),
  command("help", "? F1", "line quote caret stance answers kind", "Keys and what they do", "Page"),
  command("leave", "Escape", "line quote caret stance answers kind words", "Leave this mode", "Page"),
];

const POLARITIES = [["favor", 1], ["against", -1], ["neutral", 0], ["unclear", "unclear"], ["none", "none"]];
const STEPS = [
  ["strong favor", 2], ["favor", 1], ["neutral", 0], ["against", -1], ["strong against", -2],
  ["unclear", "unclear"], ["none", "none"],
];

/** The commands of a project: the table without what is off, with its own kinds, polarities and answers.
 * @param {object} scheme the scheme JSON @returns {Command[]} */
export function commandsFor(scheme) {
  const asked = COMMANDS.filter(({ id, layer }) => (!layer || scheme.layers.includes(layer)) && wanted(id, scheme));
  return [...asked, ...kindCommands(scheme), ...stanceCommands(scheme), ...flagCommands(scheme), ...answerCommands(scheme)];
}

function wanted(id, { kinds, quotes, stances, line_flags: flags }) {
  if (id === "kind" || id === "fill.kind") return kinds.length > 0;
  if (id === "unsure") return flags.includes("unsure") || Boolean(quotes);
  if (id === "span.via") return Boolean(quotes?.via);
  if (id === "span.addressee") return Boolean(quotes?.addressee);
  if (id === "stance.explicit") return Boolean(stances?.explicit);
  if (id === "stances.page" || id === "stance.promote") return Boolean(stances?.levels.includes("page"));
  return true;
}

function kindCommands({ kinds, labels, line_flags: flags }) {
  const known = kinds.map(({ id, key, name }) => command(`kind.${id}`, key, "kind", name, "Kinds", { value: id }));
  if (!kinds.length) return known;
  if (labels.includes("optional")) known.push(command("line.optional", "o", "kind", "Optional: not counted", "Kinds"));
  if (flags.includes("mixed")) known.push(command("line.mixed", "b", "kind", "Mixed: two kinds in one line", "Kinds"));
  return known;
}

function stanceCommands({ stances }) {
  if (!stances) return [];
  const table = stances.polarities.includes(2) ? STEPS : POLARITIES;
  return table.filter(([, polarity]) => stances.polarities.includes(polarity)).flatMap(([name, polarity], i) => {
    const digit = String(table === POLARITIES ? POLARITIES.findIndex(([one]) => one === name) + 1 : i + 1);
    const more = { value: polarity, layer: "stances" };
    return [
      command(`stance.${name}`, digit, "quote stance", `Stance: ${name}`, "Stances", more),
      command(`stance.${name}.stay`, `Shift+${digit}`, "quote stance", `Stance: ${name}, and stay`, "Stances", more),
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

/** Letters for the page types, `y` and `n` for usable, digits for the questions. */
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
    ...options.slice(0, 9).map(({ id, name, option }, i) =>
      command(`answer.${id}.${i}`, String(i + 1), "answers", `${name}: ${option}`, "Answers",
        { value: { question: id, option } })),
  ];
}
