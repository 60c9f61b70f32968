// Folding for search, so that a name is found without its marks, case or script; and the ranking of what is found.

/**
 * Lower case, no diacritics, then the language's own replacements.
 * @param {string} text
 * @param {Record<string, string>} [table] character beyond ASCII -> replacement
 */
export function fold(text, table = {}) {
  const plain = text.toLowerCase().normalize("NFD").replace(/\p{M}+/gu, "");
  return plain.replace(/\P{ASCII}/gu, (one) => table[one] ?? one);
}

const STEM = 5; // letters that two forms of one word share

/** @typedef {{entity: object, name: string, rank: number}} Match  the name or alias that matched; 0 is best */

/**
 * Entities whose name or an alias fits what was typed, best first: the same, a beginning, the beginning of a word,
 * a part, the first letters of the words; those that fit alike stay in the order given.
 * @param {string} query
 * @param {Iterable<object>} entities  {id, name, aliases: [{name}]}
 * @param {Record<string, string>} [table]
 * @returns {Match[]}
 */
export function matchEntities(query, entities, table = {}) {
  const wanted = fold(query, table).trim();
  const found = [];
  for (const entity of entities) {
    let best = null;
    for (const name of namesOf(entity)) {
      const rank = rankOf(wanted, fold(name, table));
      if (rank !== null && (best === null || rank < best.rank)) best = { entity, name, rank };
    }
    if (best) found.push(best);
  }
  return found.sort((a, b) => a.rank - b.rank);
}

/**
 * The entities of which a piece of text speaks, those that share most words with it first; a word may end otherwise.
 * @param {Iterable<object>} entities
 * @param {string} piece
 * @param {(text: string) => string} folded
 * @param {Set<string>} small  words that say nothing
 * @returns {object[]}
 */
export function rankByWords(entities, piece, folded, small) {
  const split = (text) => folded(text).split(/[^\p{L}\p{N}]+/u).filter((word) => word.length > 1 && !small.has(word));
  const there = [...new Set(split(piece))];
  const akin = (a, b) => a === b || (Math.min(a.length, b.length) >= STEM && a.slice(0, STEM) === b.slice(0, STEM));
  const score = (entity) => Math.max(...namesOf(entity).map((name) => {
    const words = split(name);
    const met = words.filter((word) => there.some((other) => akin(word, other))).length;
    return met && met + met / words.length;
  }));
  const scored = [...entities].map((entity) => ({ entity, score: score(entity) })).filter((one) => one.score > 0);
  return scored.sort((a, b) => b.score - a.score).map(({ entity }) => entity);
}

/** All names of an entity, its own first. @returns {string[]} */
export const namesOf = (entity) => [entity.name, ...(entity.aliases ?? []).map((one) => one.name)];

function rankOf(wanted, name) {
  if (name === wanted) return 0;
  if (name.startsWith(wanted)) return 1;
  const words = name.split(/[^\p{L}\p{N}]+/u);
  if (words.some((word) => word.startsWith(wanted))) return 2;
  if (name.includes(wanted)) return 3;
  return words.map((word) => word[0] ?? "").join("").startsWith(wanted) ? 4 : null;
}
