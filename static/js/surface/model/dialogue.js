// Dialogue that a dash opens: the speech runs to the attribution's dash and may go on after the next one.

import { holds } from "./language.js";
import { wordsIn } from "./words.js";

const NEAR = 4; // an attribution has its verb among its first words

/**
 * The quotation of a line that opens with a dash, where the language has dash dialogue.
 * @param {import("./text.js").PageText} text
 * @param {number} n
 * @param {string} line  text of line n
 * @param {ReturnType<typeof import("./language.js").compile>} rules
 * @returns {{spans: [number, number][], unclosed: boolean}[]} none or one; spans begin with their dash
 */
export function dialogue(text, n, line, rules) {
  const lead = line.search(/\S/u);
  if (lead < 0 || !rules.dashes.includes(line[lead]) || !/[\s\p{L}\p{N}\p{P}]/u.test(line[lead + 1] ?? "")) return [];
  const speech = [];
  let from = lead;
  let attributed = false;
  const borders = [...dashesAfter(line, lead, rules.dashes), line.length];
  for (const [i, at] of borders.entries()) {
    const spoken = !attributed && at < line.length && isAttribution(line.slice(at + 1, borders[i + 1]), rules);
    if (!spoken && at < line.length && !attributed) continue;
    if (!attributed) speech.push([from, at]);
    attributed = spoken;
    from = at;
  }
  if (!/[\p{L}\p{N}]/u.test(line.slice(lead))) return [];
  const spans = speech.map(([start, end]) => text.trim(text.columnToOffset(n, start), text.columnToOffset(n, end)));
  return [{ spans, unclosed: false }];
}

/** Columns of dashes set off by white space before them. */
function dashesAfter(line, lead, dashes) {
  const columns = [];
  for (let at = lead + 1; at < line.length; at++) {
    if (dashes.includes(line[at]) && /\s/u.test(line[at - 1])) columns.push(at);
  }
  return columns;
}

/** Tell whether what follows a dash names a speaker: a reporting verb among its first words. */
function isAttribution(rest, { verbs, particles, fold }) {
  const first = wordsIn(rest.slice(0, 200)).slice(0, NEAR);
  return first.some(([start, end]) => holds(verbs, fold(rest.slice(start, end)), particles));
}
