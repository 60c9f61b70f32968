// Overlapping spans of one line as a tree of nested segments, ready for the painter.

/** Outermost first: what is wide and tinted encloses what is narrow and underlined. */
export const LAYER_ORDER = ["content", "evidence", "note", "via", "addressee", "source", "cue"];

/** @typedef {{entry: object, children: Node[], first: boolean, last: boolean}} Segment  first, last: the span begins,
 * ends here, so that a span cut in pieces shows its true ends */
/** @typedef {string|Segment} Node */

/**
 * Cut a line at the borders of its spans and nest the pieces by layer, longer spans outside.
 * @param {number} lineStart  code points
 * @param {string} lineText
 * @param {readonly import("./spans.js").Entry[]} spans  code points of the page; parts outside the line are cut off
 * @returns {Node[]} the texts of all leaves joined are the line
 */
export function segments(lineStart, lineText, spans) {
  if (!spans.length) return lineText ? [lineText] : [];
  const toIndex = indexer(lineText);
  const inside = [...spans].sort(nesting).map((entry) => ({
    entry,
    from: toIndex(entry.start - lineStart),
    to: toIndex(entry.end - lineStart),
  }));
  const borders = new Set([0, lineText.length]);
  for (const { from, to } of inside) borders.add(from).add(to);
  const cuts = [...borders].sort((a, b) => a - b);
  return nest(pieces(cuts, inside), 0, lineText);
}

/** The stretches between neighbouring cuts, each with the spans that cover it, outermost first. */
function pieces(cuts, inside) {
  const at = new Map(cuts.map((cut, i) => [cut, i]));
  const out = cuts.slice(1).map((to, i) => ({ from: cuts[i], to, over: [] }));
  for (const span of inside) for (let i = at.get(span.from); i < at.get(span.to); i++) out[i].over.push(span);
  return out;
}

function nest(stretches, depth, text) {
  const nodes = [];
  for (let i = 0; i < stretches.length; ) {
    const span = stretches[i].over[depth];
    let j = i + 1;
    while (j < stretches.length && stretches[j].over[depth] === span) j++;
    const { from } = stretches[i];
    const { to } = stretches[j - 1];
    if (!span) nodes.push(text.slice(from, to));
    else {
      const children = nest(stretches.slice(i, j), depth + 1, text);
      nodes.push({ entry: span.entry, children, first: from === span.from, last: to === span.to });
    }
    i = j;
  }
  return nodes;
}

function nesting(a, b) {
  return (
    LAYER_ORDER.indexOf(a.layer) - LAYER_ORDER.indexOf(b.layer) ||
    b.end - b.start - (a.end - a.start) ||
    a.start - b.start ||
    (idOf(a) < idOf(b) ? -1 : 1)
  );
}

const idOf = ({ quote, stance, note }) => stance ?? quote ?? note ?? "";

/** From code points of a line to its UTF-16 indices, clipped to the line. */
function indexer(lineText) {
  if (!/[\ud800-\udfff]/.test(lineText)) return (offset) => Math.max(0, Math.min(offset, lineText.length));
  const indices = [];
  let index = 0;
  for (const one of lineText) {
    indices.push(index);
    index += one.length;
  }
  indices.push(lineText.length);
  return (offset) => indices[Math.max(0, Math.min(offset, indices.length - 1))];
}
