import { COMMANDS } from "../../../static/js/surface/model/commands.js";
import { personal } from "../../../static/js/surface/model/remap.js";
import { commandsFor } from "../../../static/js/surface/model/schemecommands.js";
import { collisions, givesOtherScript, keyOf, resolve } from "../../../static/js/surface/model/keys.js";
import { Failures } from "./expect.js";

const NAMED = ["ArrowDown", "ArrowUp", "ArrowLeft", "ArrowRight", "Enter", "Escape", "Backspace", "Home", "End", "F1", "F6", "F8"];
const CHORDS = [{}, { ctrlKey: true }, { altKey: true }, { ctrlKey: true, shiftKey: true }, { shiftKey: true }];
const OWN = { letters: true, keys: { "line.body": ["Z"], "line.next": ["D"], "quote.next": ["F8"], "line.clear": [] } };
const HINTS = ["hint.source", "hint.cue", "words.letter"];

export function check(schemes, { codes, layouts }) {
  const failures = new Failures();
  for (const scheme of schemes.cases) {
    const commands = commandsFor(scheme);
    noneOfWhatIsOff(scheme, commands, failures);
    for (const table of [commands, personal(commands, OWN), personal(commands, { ...OWN, letters: false })]) {
      failures.same(`${scheme.preset}, collisions`, collisions(table), []);
      for (const layout of layouts) reachable(scheme, table, pressesOf(codes.split(" "), layout), layout, failures);
    }
  }
  for (const { id, title, group, modes, keys } of COMMANDS) {
    failures.true(`${id} has a title, a group, a mode and a key`, title && group && modes.length && (keys.length || id === "tour"));
  }
  escapes(commandsFor(schemes.cases[0]), failures);
  return failures.list;
}

function noneOfWhatIsOff({ preset, layers }, commands, failures) {
  for (const layer of ["page", "lines", "quotes", "stances"]) {
    const there = commands.filter((one) => one.layer === layer).length > 0;
    failures.same(`${preset}: commands of ${layer}`, there, layers.includes(layer));
  }
}

function pressesOf(codes, { plain, shift }) {
  const keys = { false: plain.split(" "), true: shift.split(" ") };
  const typed = codes.flatMap((code, i) =>
    CHORDS.map((chord) => ({ ...chord, code, key: keys[Boolean(chord.shiftKey)][i] })));
  return [...typed, ...NAMED.flatMap((key) => CHORDS.map((chord) => ({ ...chord, key, code: key })))];
}

function reachable({ preset }, commands, presses, { name, other_script: foreign }, failures) {
  failures.same(`${name} writes another script`, presses.some((one) => givesOtherScript(one) === true), foreign);
  for (const mode of ["line", "kind", "quote", "caret", "answers", "stance", "words"]) {
    const names = new Set(presses.map((press) => keyOf(press, mode, foreign)));
    for (const { id, keys, modes } of commands.filter((one) => one.keys.length && one.modes.includes(mode))) {
      const found = keys.filter((key) => names.has(key));
      const enough = HINTS.includes(id) ? found.length === keys.length : found.length > 0;
      failures.true(`${preset}, ${name}: ${id} cannot be typed in mode ${mode} (${modes})`, enough);
    }
  }
}

function escapes(commands, failures) {
  const of = (press, mode, selection = false) => resolve(press, mode, { commands, selection })?.command.id ?? null;
  failures.same("a is a hint without a selection", of({ key: "a", code: "KeyA" }, "quote"), "hint.source");
  failures.same("a is nothing with a selection", of({ key: "a", code: "KeyA" }, "quote", true), null);
  failures.same("a French digit key favours", of({ key: "&", code: "Digit1" }, "quote"), "stance.favor");
  failures.same("an unknown key does nothing", of({ key: "F9", code: "F9" }, "line"), null);
  failures.same("composing is left alone", of({ key: "b", code: "KeyB", isComposing: true }, "line"), null);
  const capsLock = { getModifierState: (name) => name === "CapsLock" };
  failures.same("CapsLock labels a line and fills nothing", of({ key: "B", code: "KeyB", ...capsLock }, "line"), "line.body");
  failures.same("a capital sent without Shift fills", of({ key: "B", code: "KeyB" }, "line"), "fill.body");
}
