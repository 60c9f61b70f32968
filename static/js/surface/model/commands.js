// Every key of the label screen in one table, which the keyboard, the help and the tests read.

/**
 * @typedef {object} Command
 * @property {string} id
 * @property {string[]} keys    as `keyOf` names them; the first is the one to show, none: by palette and button only
 * @property {string[]} modes   line | kind | quote | caret | answers | stance
 * @property {string} title     what it does, as the help says it
 * @property {string} group     heading in the help
 * @property {"selection"|"hints"} [when]  only with a text selection, or only without one
 * @property {string} [layer]   only where the project asks for this layer
 * @property {true} [anywhere]  also while the focus is outside of the text, with keys that are no single characters
 * @property {object} [value]   what the key stands for (a kind, an answer, a polarity)
 */

const TEXT = ["line", "caret", "quote"];
const ALL = "line quote caret stance";
const ANYWHERE = { anywhere: true };

/** A row of the table; keys and modes are parted by spaces. */
export const command = (id, keys, modes, title, group, more = {}) =>
  ({ id, keys: keys.split(" ").filter(Boolean), modes: modes.split(" "), title, group, ...more });

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
  command("quote.unlabelled", "] N", "quote", "Leave for the next unlabelled line", "Moving", { layer: "lines" }),
  command("boundary.next", "' L", "line", "Next suggested boundary or unsure line", "Moving", { layer: "lines" }),
  command("boundary.previous", "; H", "line", "Previous suggested boundary or unsure line", "Moving", { layer: "lines" }),
  command("range.from", "F", "line", "A range begins here", "Moving"),
  command("range.to", "T", "line", "The range goes to here", "Moving"),
  command("page.top", "Ctrl+Home", "line", "First line", "Moving"),
  command("page.bottom", "Ctrl+End", "line", "Last line", "Moving"),
  command("jump", "f", "line stance", "Jump: letters say where to", "Moving"),
  command("search", "/ Ctrl+Shift+f", ALL, "Search in the text", "Moving", ANYWHERE),
  command("region.next", "F6", ALL, "Next part of the screen", "Moving", ANYWHERE),
  command("region.previous", "Shift+F6", ALL, "Previous part of the screen", "Moving", ANYWHERE),

  command("line.body", "b", "line", "Body, and down", "Lines", { layer: "lines" }),
  command("line.boilerplate", "x", "line", "Boilerplate, and down", "Lines", { layer: "lines" }),
  command("fill.body", "B", "line", "Body to the end of the run", "Lines", { layer: "lines" }),
  command("fill.boilerplate", "X", "line", "Boilerplate to the end of the run", "Lines", { layer: "lines" }),
  command("kind", "g", "line", "Set the kind: a letter follows", "Lines", { layer: "lines" }),
  command("fill.kind", "G", "line", "The kind as far as lines say the same: a letter follows", "Lines", { layer: "lines" }),
  command("accept", "a", "line", "Accept what is suggested or guessed here", "Lines", { layer: "lines" }),
  command("accept.all", "A", "line", "Accept all that is suggested or guessed", "Lines", { layer: "lines" }),
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
  command("undo", "u Ctrl+z", `${ALL} answers`, "Undo", "Page", ANYWHERE),
  command("redo", "U Ctrl+y Ctrl+Shift+z", `${ALL} answers`, "Redo", "Page", ANYWHERE),
  command("page.done", "Ctrl+Enter", `${ALL} answers`, "Page done, to the next", "Page", ANYWHERE),
  command("page.reopen", "Ctrl+Shift+Enter", "line", "Reopen a page that is done", "Page"),
  command("page.previous", "Alt+Left", "line quote stance answers", "Back to the previous page", "Page"),
  command("page.skip", "Alt+Right", "line", "Skip this page, with the reason", "Page"),
  command("page.flag", "Alt+i", "line", "Ask a curator to look at this page", "Page"),
  command("base.dispute", "z", "line quote", "Say what is wrong with a line or quote of the earlier pass", "Page"),
  command("palette", "Ctrl+k", ALL, "Find a command", "Page", ANYWHERE),
  command("help", "? F1", `${ALL} answers`, "Keys and what they do", "Page", ANYWHERE),
  command("whitespace", "W", "line", "Show white space and invisible characters", "Page"),
  command("reading", "V", "line", "Reading view, for screen readers", "Page"),
  command("tour", "", "line", "Five steps that show how to work here", "Page"),
  command("leave", "Escape", `${ALL} answers kind words`, "Leave this mode", "Page"),
];
