import { Keycaps } from "../../../static/js/surface/model/keycaps.js";
import { collisions } from "../../../static/js/surface/model/keys.js";
import { obstacle, personal } from "../../../static/js/surface/model/remap.js";
import { commandsFor } from "../../../static/js/surface/model/schemecommands.js";
import { jumpNames } from "../../../static/js/surface/view/jump.js";
import { Failures } from "./expect.js";

export function check(schemes, { codes, layouts }) {
  const failures = new Failures();
  const [full] = schemes.cases;
  const commands = commandsFor(full);
  own(commands, failures);
  for (const layout of layouts) caps(commands, codes.split(" "), layout, failures);
  for (const count of [0, 1, 25, 26, 27, 60, 400, 676]) names(count, failures);
  return failures.list;
}

function own(commands, failures) {
  const keysOf = (own, id) => personal(commands, own).find((one) => one.id === id).keys;
  failures.same("nothing of one's own", keysOf(null, "line.body"), ["b"]);
  failures.same("another key", keysOf({ letters: true, keys: { "line.body": ["Z"] } }, "line.body"), ["Z"]);
  failures.same("switched off", keysOf({ letters: true, keys: { "line.body": [] } }, "line.body"), []);
  failures.same("no letters", keysOf({ letters: false, keys: {} }, "line.next"), ["Down"]);
  failures.same("no digits with Shift", keysOf({ letters: false, keys: {} }, "stance.favor.stay"), []);
  failures.same("help is left without letters", keysOf({ letters: false, keys: {} }, "help"), ["F1"]);
  failures.same("a free key", obstacle(commands, null, "line.body", "Z"), "");
  const both = "j can't start “Body, and down”, because it starts “Next line” already.";
  failures.same("a taken key names both", obstacle(commands, null, "line.body", "j"), both);
  const moved = { letters: false, keys: { "line.next": ["Z"] } };
  failures.same("a key that was given up is free", obstacle(commands, moved, "line.body", "j"), "");
  failures.true("one's own key is taken, letters or not", obstacle(commands, moved, "line.body", "Z").includes("Next line"));
  failures.same("the browser's key", obstacle(commands, null, "line.body", "Tab"), "Tab belongs to the browser.");
  for (const { id } of commands)
    for (const key of ["F9", "j", "q", "1", "Ctrl+k"]) {
      if (obstacle(commands, null, id, key)) continue;
      failures.same(`${id} on ${key}`, collisions(personal(commands, { keys: { [id]: [key] } })), []);
    }
}

/** The cap shown first is one that this keyboard has; under another script it is the script's own letter. */
function caps(commands, codes, { name, plain, shift, other_script: foreign }, failures) {
  const known = new Keycaps();
  known.know(codes.map((code, i) => [code, plain.split(" ")[i]]));
  codes.forEach((code, i) => known.learn({ code, key: shift.split(" ")[i], shiftKey: true }));
  const typed = new Set([...plain.split(" "), ...shift.split(" ")]);
  for (const { id, keys } of commands.filter((one) => one.keys.length)) {
    const [cap] = known.of(keys);
    const sign = cap.replace(/^.*[+⇧](?=.)/u, "");
    if (sign.length > 2 || /^[A-Z][a-z]|^Up$|^F\d/.test(sign)) continue;
    const there = typed.has(sign) || typed.has(sign.toLowerCase()) || typed.has(sign.toUpperCase());
    failures.true(`${name}: ${id} shows ${cap}, which no key has`, there);
  }
  const letter = known.of(["j"])[0];
  failures.same(`${name}: j in its own script`, /^[a-z]$/.test(letter), !foreign);
  failures.same("a layout that nobody told", new Keycaps().of(["]", "r"]), ["]", "r"]);
}

function names(count, failures) {
  const all = jumpNames(count);
  failures.same(`${count} names`, all.length, count);
  failures.same(`${count} different names`, new Set(all).size, count);
  const head = all.find((one) => all.some((other) => other !== one && other.startsWith(one)));
  failures.same(`${count}: a name that begins another`, head ?? null, null);
}
