import { adjudicationCommands, majority, step } from "../../../static/js/surface/model/adjudication.js";
import { collisions, givesOtherScript, keyOf, resolve } from "../../../static/js/surface/model/keys.js";
import { Failures } from "./expect.js";

const NAMES = ["Ana", "Ben", "Chloe"];
const MODES = ["adjudicate", "own-lines", "own-kind", "own-quotes", "own-stances", "own-page"];
const NAMED = ["Enter", "Escape", "ArrowDown", "ArrowUp"];

export function check(schemes, { codes, layouts }) {
  const failures = new Failures();
  for (const scheme of schemes.cases) {
    const commands = adjudicationCommands(scheme, NAMES);
    failures.same(`${scheme.preset}, collisions`, collisions(commands), []);
    for (const layout of layouts) typed(scheme, commands, codes.split(" "), layout, failures);
  }
  meanings(adjudicationCommands(schemes.cases[0], NAMES), failures);
  moving(failures);
  return failures.list;
}

/** Each command can be typed on each keyboard, without a chord. */
function typed({ preset }, commands, codes, { name, plain, shift, other_script: foreign }, failures) {
  const keys = [plain.split(" "), shift.split(" ")];
  const presses = codes.flatMap((code, at) => keys.map((row, i) => ({ code, key: row[at], shiftKey: i === 1 })));
  const all = [...presses, ...NAMED.map((key) => ({ key, code: key }))];
  failures.same(`${name} writes another script`, all.some((one) => givesOtherScript(one) === true), foreign);
  for (const mode of MODES) {
    const names = new Set(all.map((press) => keyOf(press, mode, foreign)));
    for (const { id, keys: own, modes } of commands.filter((one) => one.modes.includes(mode) && one.id !== "page.next"))
      failures.true(`${preset}, ${name}: ${id} cannot be typed in mode ${mode} (${modes})`, own.some((key) => names.has(key)));
  }
}

function meanings(commands, failures) {
  const of = (press, mode) => resolve(press, mode, { commands, selection: false })?.command.id ?? null;
  failures.same("1 takes A's", of({ key: "1", code: "Digit1" }, "adjudicate"), "take.a");
  failures.same("a takes A's", of({ key: "a", code: "KeyA" }, "adjudicate"), "take.a");
  failures.same("a French digit key takes B's", of({ key: "é", code: "Digit2" }, "adjudicate"), "take.b");
  failures.same("b takes B's", of({ key: "b", code: "KeyB" }, "adjudicate"), "take.b");
  failures.same("c takes the third's", of({ key: "c", code: "KeyC" }, "adjudicate"), "take.c");
  failures.same("b is body in an own label", of({ key: "b", code: "KeyB" }, "own-lines"), "own.label.body");
  failures.same("3 is both", of({ key: "3", code: "Digit3" }, "adjudicate"), "both");
  failures.same("0 is neither", of({ key: "0", code: "Digit0" }, "adjudicate"), "neither");
}

function moving(failures) {
  const place = (key, open, decision = null) => ({ layer: "lines", key, open, decision });
  const places = [place("1-1", false), place("2-2", true), place("3-3", false, {}), place("4-4", true)];
  const to = (from, direction, only) => step(places, from, direction, only)?.key ?? null;
  failures.same("the first open place", to(null, 1), "2-2");
  failures.same("the next open place", to(places[1], 1), "4-4");
  failures.same("round to the start", to(places[3], 1), "2-2");
  failures.same("back", to(places[3], -1), "2-2");
  failures.same("back from nowhere", to(null, -1), "4-4");
  failures.same("decided ones too", to(places[1], 1, { open: false }), "3-3");
  failures.same("nothing to go to", step([place("1-1", false)], null, 1), null);
  failures.same("two are no majority", majority({ says: [{ label: "body" }, { label: "body" }] }), null);
  failures.same("two of three are", majority({ says: [null, { label: "body" }, { label: "body" }] }), 1);
  failures.same("three of three kinds are none", majority({ says: [null, { label: "a" }, { label: "b" }] }), null);
}
