// Who might be speaking in a line: capitalised names, names the registry knows, and pronouns.

import { namesOf } from "./fold.js";
import { compile, holds } from "./language.js";
import { wordsIn } from "./words.js";

const JOINT = /^(?:[ \u00a0]|\. )$/; // between two words of one name; a stop after an initial or a title
const foldedNames = new WeakMap();

/** @typedef {{start: number, end: number, sort: "name"|"known"|"pronoun", sure: boolean}} Found  UTF-16 columns;
 * not sure = one capitalised word at the start of a sentence */

/**
 * @param {string} line
 * @param {object} language
 * @param {Iterable<object>} entities
 * @returns {Found[]} no two overlap; the longer wins
 */
export function namesIn(line, language, entities) {
  const rules = compile(language);
  const words = wordsIn(line).map(([start, end]) => ({ start, end, folded: rules.fold(line.slice(start, end)) }));
  const found = [...capitalised(line, words, rules), ...known(words, entities, language), ...pronouns(words, rules)];
  const kept = [];
  for (const one of found.sort((a, b) => b.end - b.start - (a.end - a.start))) {
    if (kept.every(({ start, end }) => one.end <= start || end <= one.start)) kept.push(one);
  }
  return kept.sort((a, b) => a.start - b.start);
}

function* capitalised(line, words, { functions, pronouns: pronounSet }) {
  const isName = (i) => /^\p{Lu}/u.test(line.slice(words[i].start, words[i].end));
  for (let i = 0; i < words.length; i++) {
    let first = i;
    if (!isName(i)) continue;
    while (i + 1 < words.length && isName(i + 1) && JOINT.test(line.slice(words[i].end, words[i + 1].start))) i++;
    const opens = !/[\p{L}\p{N},]["”“»«’]?\s*$/u.test(line.slice(0, words[first].start));
    while (first <= i && (functions.has(words[first].folded) || pronounSet.has(words[first].folded))) first++;
    if (first > i) continue;
    yield { start: words[first].start, end: words[i].end, sort: "name", sure: !opens || i > first };
  }
}

/** Names and aliases of the registry, word by word; a word may carry an attached particle. */
function* known(words, entities, language) {
  const { particles } = compile(language);
  const byFirst = new Map();
  for (const entity of entities) {
    for (const name of wordsOfNames(entity, language)) {
      if (!byFirst.has(name[0])) byFirst.set(name[0], []);
      byFirst.get(name[0]).push(name);
    }
  }
  for (let i = 0; i < words.length; i++) {
    const { folded } = words[i];
    const bare = particles.filter((one) => folded.startsWith(one)).map((one) => folded.slice(one.length));
    for (const name of [folded, ...bare].flatMap((word) => byFirst.get(word) ?? [])) {
      const fits = name.every((word, k) => k === 0 || words[i + k]?.folded === word);
      if (fits) yield { start: words[i].start, end: words[i + name.length - 1].end, sort: "known", sure: true };
    }
  }
}

function* pronouns(words, rules) {
  for (const { start, end, folded } of words) {
    if (holds(rules.pronouns, folded, rules.particles)) yield { start, end, sort: "pronoun", sure: true };
  }
}

/** The folded words of each name of an entity; kept with the entity, which is replaced and never changed. */
function wordsOfNames(entity, language) {
  if (!foldedNames.has(entity)) {
    const { fold } = compile(language);
    const split = namesOf(entity).map((name) => wordsIn(name).map(([start, end]) => fold(name.slice(start, end))));
    foldedNames.set(entity, split.filter((words) => words.length > 0));
  }
  return foldedNames.get(entity);
}
