// What may be quoted, in the order of the text: quotations by their marks and clauses by their cues, each with its readings.

import { QuoteLine } from "./quoteline.js";
import { Reported } from "./reported.js";

/**
 * @typedef {object} Candidate  all spans are code points
 * @property {number} at        where its cue or quotation begins; tells the candidates of a page apart
 * @property {[number, number]|null} cue
 * @property {Candidate|null} [within]  a cue's candidate that takes this quotation in
 * @property {boolean} sure     its words can hardly be anything else; others are passed over inside a quote
 * @property {object[]} readings {name, contents, cues, sources, via, addressee, flags, source_kind?}, most plausible first
 */

const read = new WeakMap(); // text -> line -> candidates: a page's text never changes

/** The candidates of line n, in the order of the text.
 * @param {import("./text.js").PageText} text @param {object} language @param {number} n @returns {Candidate[]} */
export function candidatesOn(text, language, n) {
  if (!read.has(text)) read.set(text, new Map());
  const lines = read.get(text);
  if (!lines.has(n)) lines.set(n, readLine(text, language, n));
  return lines.get(n);
}

function readLine(text, language, n) {
  const line = new QuoteLine(text, language, n);
  const found = line.sentences.flatMap((sentence) => sentence.cues.flatMap((cue) => ofCue(line, sentence, cue)));
  const covers = ({ readings }, [start, end]) => readings[0].contents.some(([from, to]) => from < end && start < to);
  for (const { spans, unclosed } of line.quotations) {
    if (text.lineAt(spans[0][0]) !== n) continue;
    const reading = { name: "the quotation", contents: spans, flags: unclosed ? ["unclosed"] : [] };
    const within = found.find((one) => one.cue && covers(one, spans[0])) ?? null;
    found.push({ at: spans[0][0], cue: null, within, sure: true, readings: [full(reading)] });
  }
  return found.sort((a, b) => a.at - b.at);
}

/** The sentences of line n, each as a reading. */
export function sentencesOn(text, language, n) {
  const line = new QuoteLine(text, language, n);
  return line.sentences.map((one) => full({ name: "the sentence", contents: [line.clause(one.start, one.end)] }));
}

/**
 * The next candidate after an offset (or before it) on a line in which quotes are asked for.
 * @param {import("./text.js").PageText} text
 * @param {object} language
 * @param {import("./labelling.js").Labelling} labelling
 * @param {number} offset
 * @param {{direction?: 1|-1, zones?: string[], rejected?: Set<number>}} [options]  zones: kinds that are asked besides body
 * @returns {Candidate|null}
 */
export function nextCandidate(text, language, labelling, offset, { direction = 1, zones = [], rejected = new Set() } = {}) {
  for (let n = text.lineAt(offset); n >= 1 && n <= text.lineCount; n += direction) {
    const open = openOn(text, language, labelling, n, { zones, rejected })
      .filter(({ at }) => (direction > 0 ? at >= offset : at < offset));
    if (open.length) return direction > 0 ? open[0] : open.at(-1);
  }
  return null;
}

/** The candidates of line n that are still to be decided; none where quotes are not asked for. @returns {Candidate[]} */
export function openOn(text, language, labelling, n, { zones = [], rejected = new Set() } = {}) {
  const { label = "body", kind } = labelling.lines.get(n) ?? {};
  if (text.isBlank(n) || (label !== "body" && !zones.includes(kind))) return [];
  const free = (one) => !rejected.has(one.at) && !taken(labelling, n, one) && !(one.within && free(one.within));
  return candidatesOn(text, language, n).filter(free);
}

/** Tell whether a quote says already what a candidate would. */
function taken(labelling, n, { cue, sure, readings }) {
  const meets = ([start, end]) => (one) => one.start < end && start < one.end;
  const spans = labelling.spansOn(n);
  const contents = spans.filter(({ layer }) => layer === "content");
  if (!cue) return contents.some(meets(readings[0].contents[0]));
  if (spans.some((one) => one.layer === "cue" && meets(cue)(one))) return true;
  if (spans.some((one) => one.layer === "via" && readings[0].sources.some((source) => meets(source)(one)))) return true;
  if (!sure && contents.some(meets(cue))) return true;
  return contents.some(({ quote }) => {
    const { contents: own, cues } = labelling.quotes.get(quote);
    return !cues.length && readings.some((one) => String(one.contents) === String(own));
  });
}

function ofCue(line, sentence, cue) {
  if (cue.infinitive) return [];
  const part = new Reported(line, sentence, cue);
  const readings = [...part.readings()];
  if (!readings.length) return [];
  const cues = [line.span([part.start, part.end])];
  const sources = part.source ? [line.span(part.source)] : [];
  const via = part.via ? [line.span(part.via)] : [];
  const seen = new Set();
  const whole = { name: "the sentence", contents: [line.clause(sentence.start, sentence.end)] };
  const all = [...readings, whole].map((one) => full({ cues, sources, via, ...one })).filter(({ contents }) => {
    const fresh = contents.every(([start, end]) => start < end) && !seen.has(String(contents));
    seen.add(String(contents));
    return fresh;
  });
  return [{ at: cues[0][0], cue: cues[0], sure: Boolean(readings[0].sure), readings: all }];
}

const full = ({ sure: _, ...one }) => ({ cues: [], sources: [], via: [], addressee: [], flags: [], ...one });
