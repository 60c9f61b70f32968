// What the language of a page says about quotations and words, compiled once for quick look-up.

import { fold } from "./fold.js";

/** Marks that are quotation marks in some language; the language says which of them open, close, or do both. */
export const DOUBLE = "\"“”„‟«»‹›「」『』〝〞〟＂";
/** Marks that may also be apostrophes. */
export const SINGLE = "'‘’‚‛";

const compiled = new WeakMap();

/**
 * @param {object} language the language JSON
 * @returns {{closers: Map<string, Set<string>>, closing: Set<string>, dashes: string[], verbs: Set<string>,
 *   according: string[][], pronouns: Set<string>, functions: Set<string>, particles: string[],
 *   abbreviations: Set<string>, ends: string, fold: (text: string) => string}}
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
    pronouns: words(language.pronouns),
    functions: words(language.function),
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
