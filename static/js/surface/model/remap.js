// A person's own keys over the table: replaced, switched off, or no single characters at all.
import { collisions } from "./keys.js";

/** @typedef {{letters: boolean, keys: Record<string, string[]>}} OwnKeys  command id -> keys, none: switched off */

const BROWSER = ["Tab", "Shift+Tab", ..."acflnprtvwx"].map((key) => (key.length > 1 ? key : `Ctrl+${key}`));

/** The commands with a person's own keys. @param {import("./commands.js").Command[]} commands  @param {OwnKeys|null} own */
export function personal(commands, own) {
  const { letters = true, keys = {} } = own ?? {};
  const counts = (key) => letters || !/^(Shift\+)?.$/u.test(key);
  return commands.map((one) => ({ ...one, keys: (keys[one.id] ?? one.keys).filter(counts) }));
}

/** Why a command can't have a key, as a sentence; "" where it can. @param {import("./commands.js").Command[]} commands */
export function obstacle(commands, own, id, key) {
  if (BROWSER.includes(key)) return `${key} belongs to the browser.`;
  const changed = personal(commands, { letters: true, keys: { ...own?.keys, [id]: [key] } });
  const found = collisions(changed).find(({ key: taken, a, b }) => taken === key && [a.id, b.id].includes(id));
  if (!found) return "";
  const [mine, other] = found.a.id === id ? [found.a, found.b] : [found.b, found.a];
  return `${key} can't start “${mine.title}”, because it starts “${other.title}” already.`;
}
