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

/** @typedef {{entity: object, name: string, rank: number}} Match  the name or alias that matched; 0 is best */

/**
 * Entities whose name or an alias fits what was typed, best first: the same, a beginning, the beginning of a word,
 * a part, the first letters of the words.
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
  return found.sort((a, b) => a.rank - b.rank || a.entity.name.localeCompare(b.entity.name));
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
