// From a key press to a command: Latin letters as the layout gives them, physical keys where it gives another script.

/** Modes in which the digit row counts as physical digits, with or without Shift. */
export const DIGIT_MODES = ["quote", "stance", "answers", "adjudicate", "own-stances", "own-page"];

/** Keys that say nothing by themselves. */
const SILENT = ["Shift", "Control", "Alt", "Meta", "AltGraph", "CapsLock", "Process"];

const NAMES = { ArrowDown: "Down", ArrowUp: "Up", ArrowLeft: "Left", ArrowRight: "Right", Esc: "Escape", " ": "Space" };

/** What the physical punctuation keys give on the layout that the key names are taken from: plain, with Shift. */
export const PUNCTUATION = {
  BracketLeft: "[{", BracketRight: "]}", Semicolon: ";:", Quote: "'\"", Comma: ",<", Period: ".>", Slash: "/?",
  Minus: "-_", Equal: "=+", Backquote: "`~", Backslash: "\\|",
};

/**
 * The name of a key press: `j`, `J`, `]`, `Down`, `Shift+Down`, `Ctrl+Enter`, `Alt+Left`, `3`, `Shift+3`.
 * @param {KeyboardEvent} event  only key, code and the modifiers are read
 * @param {string} [mode]
 * @param {boolean} [foreign]  the layout is known to write another script (see `givesOtherScript`): its letter keys are
 *   physical even where Shift makes them give plain punctuation, as Arabic ones do
 * @returns {string|null} null while text is being composed or where only a modifier went down
 */
export function keyOf(event, mode = "line", foreign = false) {
  const { key, code = "", shiftKey: shift } = event;
  if (event.isComposing || SILENT.includes(key)) return null;
  const typed = Boolean(event.getModifierState?.("AltGraph"));
  const control = (event.ctrlKey || event.metaKey) && !typed;
  const chord = `${control ? "Ctrl+" : ""}${event.altKey && !typed ? "Alt+" : ""}`;
  const digit = /^(?:Digit|Numpad)(\d)$/.exec(code);
  if (digit && DIGIT_MODES.includes(mode)) return `${chord}${shift ? "Shift+" : ""}${digit[1]}`;
  if (key.length > 1 && /^[A-Z][A-Za-z0-9]+$/.test(key) && key !== "Dead") {
    return `${chord}${shift ? "Shift+" : ""}${NAMES[key] ?? key}`;
  }
  if (key === " ") return `${chord}${shift ? "Shift+" : ""}Space`;
  const letter = letterOf(key, code, foreign);
  if (letter) return chord ? `${chord}${shift ? "Shift+" : ""}${letter}` : shift || isCapital(event) ? letter.toUpperCase() : letter;
  if (isForeign(key) && PUNCTUATION[code]) return `${chord}${PUNCTUATION[code][shift ? 1 : 0]}`;
  return key === "Dead" ? null : chord + key;
}

/** A capital that came without Shift, as assistive devices send it; Caps Lock left on by mistake doesn't count. */
function isCapital(event) {
  return event.key !== event.key.toLowerCase() && !event.getModifierState?.("CapsLock");
}

/**
 * What a key press tells about the layout, for the next ones: true = it writes another script, false = Latin letters,
 * null = nothing.
 * @param {KeyboardEvent} event
 */
export function givesOtherScript({ key, code = "" }) {
  if (!code.startsWith("Key")) return null;
  if (/^[a-z]$/i.test(key)) return false;
  return /\p{L}/u.test(key) && isForeign(key) ? true : null;
}

/**
 * The command that a key press stands for.
 * @param {KeyboardEvent} event
 * @param {string} mode
 * @param {{commands: import("./commands.js").Command[], selection: boolean, foreign?: boolean}} state
 * @returns {{command: import("./commands.js").Command, key: string}|null}
 */
export function resolve(event, mode, state) {
  const key = keyOf(event, mode, state.foreign ?? false);
  const fits = ({ when }) => !when || when === (state.selection ? "selection" : "hints"); // read only where it matters
  const found = state.commands.find((one) => one.keys.includes(key) && one.modes.includes(mode) && fits(one));
  return found ? { command: found, key } : null;
}

/**
 * Pairs of commands of one mode that one key would start.
 * @param {import("./commands.js").Command[]} commands
 * @returns {{mode: string, key: string, a: Command, b: Command}[]}
 */
export function collisions(commands) {
  const pairs = [];
  commands.forEach((a, i) => {
    for (const b of commands.slice(i + 1)) {
      const together = !a.when || !b.when || a.when === b.when;
      const mode = a.modes.find((one) => b.modes.includes(one));
      const key = a.keys.find((one) => b.keys.includes(one));
      if (together && mode && key) pairs.push({ mode, key, a, b });
    }
  });
  return pairs;
}

/** The lower-case letter a-z of a key press: the one typed, else that of the physical key under another script. */
function letterOf(key, code, foreign) {
  if (/^[a-z]$/i.test(key)) return key.toLowerCase();
  const physical = /^Key([A-Z])$/.exec(code);
  return physical && (foreign || isForeign(key)) ? physical[1].toLowerCase() : null;
}

/** Tell whether a key gives letters or signs of another script (an Arabic key may give two at once). */
export const isForeign = (key) => !/^\p{ASCII}*$|\p{Script=Latin}/u.test(key) && /[\p{L}\p{M}\p{P}]/u.test(key);
