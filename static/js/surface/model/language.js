// What the language of a page says about quotations and words, compiled once for quick look-up.

import { fold } from "./fold.js";

/** Marks that are quotation marks in some language; the language says which of them open, close, or do both. */
export const DOUBLE = "\"“”„‟«»‹›「」『』〝〞〟＂";
/** Marks that may also be apostrophes. */
export const SINGLE = "'‘’‚‛";

const SETS = [
  "pronouns", "complementizers", "relatives", "auxiliaries", "prepositions", "infinitives", "addressing", "nouns",
  "hearsay", "nominal", "circumstances",
];

const compiled = new WeakMap();

/**
 * @param {object} language the language JSON
 * @returns {object} closers: Map<string, Set<string>>, closing: Set<string>, according: string[][], fold: a function;
 *   dashes, particles, participles, possessives: arrays, ends: a string; every other list a Set of folded words
 */
export function compile(language) {
  if (!compiled.has(language)) compiled.set(language, build(language));
  return compiled.get(language);
}

function build(language) {
  const closers = new Map();
  for (const [open, close] of language.quotes ?? []) {
    if (!closers.has(open)) closers.set(open, new Set());
    closers.get(open).add(close);
  }
  for (const mark of language.straight ?? ["\"", "'"]) closers.set(mark, new Set([mark]));
  const folded = (word) => fold(word, language.fold);
  const words = (list) => new Set((list ?? []).map(folded));
  return {
    closers,
    closing: new Set([...closers.values()].flatMap((set) => [...set])),
    dashes: language.dashes ?? [],
    verbs: words(language.verbs),
    according: (language.according ?? []).map((phrase) => folded(phrase).split(/\s+/)),
    functions: words(language.function),
    ...Object.fromEntries(SETS.map((name) => [name, words(language[name])])),
    participles: (language.participles ?? []).map(folded),
    possessives: language.possessives ?? [],
    particles: (language.particles ?? []).map(folded),
    abbreviations: new Set((language.abbreviations ?? []).map((one) => one.toLowerCase())),
    ends: language.ends ?? ".!?…",
    fold: folded,
  };
}

/** Tell whether a folded word, or what follows an attached particle in it, stands in a set.
 * @param {string} word @param {Set<string>} set @param {string[]} particles */
export function holds(set, word, particles) {
  if (set.has(word)) return true;
  return particles.some((one) => word.startsWith(one) && set.has(word.slice(one.length)));
}
