// Which entity a quote's source means: known to this page, to the registry, or only guessed.

import { namesOf, rankByWords } from "./fold.js";
import { compile } from "./language.js";

/**
 * @param {import("./text.js").PageText} text
 * @param {object} language
 * @param {import("./labelling.js").Labelling} labelling
 * @param {object} quote  with at least one source
 * @param {Iterable<object>} entities
 * @returns {{kind: "explicit"|"pronoun", speaker: string|null, guess: string|null}} speaker: this source string is
 *   known; guess: to be confirmed by a person
 */
export function resolveSpeaker(text, language, labelling, quote, entities) {
  const rules = compile(language);
  const said = quote.sources.map(([start, end]) => rules.fold(text.slice(start, end)));
  if (said.every((one) => rules.pronouns.has(one))) {
    return { kind: "pronoun", speaker: null, guess: earlierSpeaker(labelling, quote) };
  }
  const speaker = knownHere(text, rules, labelling, quote, said) ?? registered(rules, said, entities);
  return { kind: "explicit", speaker, guess: speaker ?? likely(rules, said, entities) };
}

/** The speaker of the nearest quote that begins before this one. @returns {string|null} */
export function earlierSpeaker(labelling, quote) {
  let nearest = null;
  for (const one of labelling.quotes.values()) {
    if (one.id === quote.id || !one.speaker || one.speaker === "unknown" || !one.contents.length) continue;
    const at = one.contents[0][0];
    if (at < quote.contents[0][0] && (!nearest || at > nearest.at)) nearest = { at, speaker: one.speaker };
  }
  return nearest?.speaker ?? null;
}

/** The speaker that all quotes of this page with the same source string agree on. */
function knownHere(text, { fold, pronouns }, labelling, quote, said) {
  const speakers = new Set();
  for (const one of labelling.quotes.values()) {
    if (one.id === quote.id || !one.speaker) continue;
    const same = one.sources.some(([start, end]) => {
      const source = fold(text.slice(start, end));
      return said.includes(source) && !pronouns.has(source);
    });
    if (same) speakers.add(one.speaker);
  }
  return speakers.size === 1 ? [...speakers][0] : null;
}

/** The one entity that the source names, or the person whose name ends it (Mayor Mara Lind). */
function registered(rules, said, entities) {
  const bare = said.map((one) => bareOf(rules, one));
  const fitting = (fits) => [...entities].filter((entity) => namesOf(entity).some((name) => fits(bareOf(rules, rules.fold(name)), entity)));
  let found = fitting((name) => bare.includes(name));
  if (!found.length) found = fitting((name, { kind }) => kind === "PER" && bare.some((one) => titled(rules, one, name)));
  return found.length === 1 ? found[0].id : null;
}

/** A source without a small word before it and a possessive ending after it. */
function bareOf({ nominal, possessives }, words) {
  const ending = possessives.find((one) => words.endsWith(one)) ?? "";
  const [first, ...rest] = words.slice(0, words.length - ending.length).split(/\s+/);
  return rest.length && nominal.has(first) ? rest.join(" ") : [first, ...rest].join(" ");
}

function titled({ prepositions, infinitives }, source, name) {
  if (!source.endsWith(` ${name}`)) return false;
  const before = source.slice(0, -name.length - 1).split(/\s+/).at(-1);
  return !prepositions.has(before) && !infinitives.has(before);
}

/** The entity whose names share most words with the source. */
function likely(rules, said, entities) {
  return rankByWords(entities, said.join(" "), rules.fold, rules.functions)[0]?.id ?? null;
}
