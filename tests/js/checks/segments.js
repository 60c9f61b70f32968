import { LAYER_ORDER, segments } from "../../../static/js/surface/model/segments.js";
import { PageText } from "../../../static/js/surface/model/text.js";
import { Failures } from "./expect.js";

const LINES = ["Mara 😀 Lind said “we go”", "قال الوزير: «نعم» 🇷🇸", "x", "Vuc\u030cic\u0301 told 👩‍👩‍👧 it"];
const START = 100;

export function check() {
  const failures = new Failures();
  let seed = 11;
  const chance = (limit) => (seed = (seed * 48271) % 2147483647) % limit;
  for (let round = 0; round < 400; round++) {
    const line = LINES[round % LINES.length];
    const { length } = new PageText(line);
    const spans = Array.from({ length: chance(7) }, (_, i) => {
      const start = chance(length);
      const end = start + 1 + chance(length - start);
      return { layer: LAYER_ORDER[chance(LAYER_ORDER.length)], start: START + start, end: START + end, quote: `q-${i}` };
    });
    compare(`round ${round}`, line, spans, failures);
  }
  failures.same("a line without spans is its text", segments(0, "Mara", []), ["Mara"]);
  failures.same("an empty line is nothing", segments(0, "", []), []);
  return failures.list;
}

/** Each character must be covered by exactly its spans, in layer order; each span must begin and end once. */
function compare(place, line, spans, failures) {
  const covered = [];
  const ends = new Map();
  walk(segments(START, line, spans), [], (text, over) => {
    for (const _ of text) covered.push(over.map(({ entry }) => entry));
  }, ({ entry, first, last }) => {
    const count = ends.get(entry) ?? [0, 0];
    ends.set(entry, [count[0] + Number(first), count[1] + Number(last)]);
  });
  Array.from(line).forEach((_, i) => {
    const expected = spans.filter(({ start, end }) => start <= START + i && START + i < end).map(({ quote }) => quote).sort();
    failures.same(`${place}, character ${i}`, (covered[i] ?? []).map(({ quote }) => quote).sort(), expected);
    const layers = (covered[i] ?? []).map(({ layer }) => LAYER_ORDER.indexOf(layer));
    failures.same(`${place}, order at ${i}`, layers, [...layers].sort((a, b) => a - b));
  });
  for (const span of spans) failures.same(`${place}, ends of ${span.quote}`, ends.get(span), [1, 1]);
}

function walk(nodes, over, onText, onSegment) {
  for (const node of nodes) {
    if (typeof node === "string") onText(node, over);
    else {
      onSegment(node);
      walk(node.children, [...over, node], onText, onSegment);
    }
  }
}
