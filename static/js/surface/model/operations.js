// Every change to a labelling as a plain {kind, payload}, and the ids of what they name.

const BASE36 = "0123456789abcdefghijklmnopqrstuvwxyz";

/** Label or clear ranges: `{first, last, label|null, kind, flags, origin, source}`. @param {object[]} ranges */
export const setLines = (ranges) => ({ kind: "lines.set", payload: { ranges } });

const put = (word) => (id, set, position) => ({
  kind: `${word}.put`,
  payload: position === undefined ? { id, set } : { id, position, set },
});
const remove = (word) => (id) => ({ kind: `${word}.remove`, payload: { id } });

/** Create an item, or change those of its fields that stand in `set`. */
export const putQuote = put("quote");
export const putStance = put("stance");
export const putNote = put("note");

/** Take an item away; a quote only after its stances. */
export const removeQuote = remove("quote");
export const removeStance = remove("stance");
export const removeNote = remove("note");

/** Propose an entity for the project's registry. @param {string} id @param {object} set */
export const putEntity = (id, set) => ({ kind: "entity.put", payload: { id, set } });

/** Answer questions of the page; answers merge by key. @param {object} set */
export const setPage = (set) => ({ kind: "page.set", payload: { set } });

/** Move the task: in_progress, done, skipped. @param {string} status @param {string|null} [reason] */
export const setStatus = (status, reason = null) => ({ kind: "status.set", payload: { status, reason } });

/** A new id of a quote, stance, note or entity: the letter and ten characters of base 36. @param {string} letter */
export function newId(letter) {
  let id = "";
  while (id.length < 10) {
    // 252 = 7 * 36: below it every character is equally likely.
    for (const byte of crypto.getRandomValues(new Uint8Array(16))) if (byte < 252) id += BASE36[byte % 36];
  }
  return `${letter}-${id.slice(0, 10)}`;
}

/** A UUID of version 7 (RFC 9562): 48 bits of time in ms, then chance. @param {number} [now] ms since 1970 */
export function uuid7(now = Date.now()) {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  for (let i = 0; i < 6; i++) bytes[i] = Math.floor(now / 2 ** (8 * (5 - i))) % 256;
  bytes[6] = 0x70 | (bytes[6] & 0x0f);
  bytes[8] = 0x80 | (bytes[8] & 0x3f);
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, "$1-$2-$3-$4-$5");
}

/**
 * Join neighbouring lines of equal label into runs `{first, last, ...label}`; blank unnamed lines between are bridged.
 * A named blank line stands alone, since a longer range names its non-blank lines only.
 * @param {import("./text.js").PageText} text
 * @param {Map<number, object|null>} lines  null = no label, which gives a run that clears
 * @param {(a: object|null, b: object|null) => boolean} [same]
 * @returns {object[]}
 */
export function runsOf(text, lines, same = sameLabel) {
  const runs = [];
  let last = null;
  for (const n of [...lines.keys()].sort((a, b) => a - b)) {
    const label = lines.get(n);
    const blank = text.isBlank(n);
    const joins = last && !blank && !last.blank && same(last.label, label);
    if (joins && bridged(text, lines, last.last + 1, n)) last.last = n;
    else runs.push((last = { first: n, last: n, label, blank }));
  }
  return runs.map(({ first, last, label }) => ({ first, last, ...(label ?? { label: null }) }));
}

function bridged(text, lines, from, to) {
  for (let n = from; n < to; n++) if (!text.isBlank(n) || lines.has(n)) return false;
  return true;
}

/** Tell whether two line labels say the same; who, when and how are not asked. */
export function sameValue(a, b) {
  if (a === b) return true;
  return Boolean(a && b) && a.label === b.label && a.kind === b.kind && a.flags.join() === b.flags.join();
}

function sameLabel(a, b) {
  if (a === b) return true;
  return sameValue(a, b) && ["by", "at", "origin", "source"].every((key) => a[key] === b[key]);
}
