// Which entity a quote's source means: known to this page, to the registry, or only guessed.

import { namesOf } from "./fold.js";
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

function registered({ fold }, said, entities) {
  const fitting = new Set();
  for (const entity of entities) if (namesOf(entity).some((name) => said.includes(fold(name)))) fitting.add(entity.id);
  return fitting.size === 1 ? [...fitting][0] : null;
}

/** The entity with the longest name that stands, as whole words, in the source. */
function likely({ fold }, said, entities) {
  let best = null;
  for (const entity of entities) {
    for (const name of namesOf(entity).map(fold)) {
      const inside = said.some((one) => ` ${one.replace(/[^\p{L}\p{N}]+/gu, " ")} `.includes(` ${name} `));
      if (inside && name.length > (best?.length ?? 0)) best = { id: entity.id, length: name.length };
    }
  }
  return best?.id ?? null;
}
