import { PageText } from "../../../static/js/surface/model/text.js";
import { segments } from "../../../static/js/surface/model/segments.js";
import { Offsets } from "../../../static/js/surface/view/offsets.js";
import { Failures } from "./expect.js";

const CHUNK = 50;
const PICKS = 2000;
const LAYERS = ["content", "cue", "source", "evidence"];

/** Random code point ranges become the window's real selection and are read back, on lines with and without marks. */
export function check({ cases }) {
  const failures = new Failures();
  const random = generator(7);
  const joined = cases.map((one) => one.text).join("\n");
  for (const [name, text] of [...cases.map((one) => [one.name ?? one.text.slice(0, 12), one.text]), ["all", joined]]) {
    const page = new PageText(text);
    const surface = render(page, random);
    const offsets = new Offsets(surface, page);
    const wrong = [];
    for (let pick = 0; pick < PICKS / cases.length + 1; pick += 1) {
      const [start, end] = [random(page.length + 1), random(page.length + 1)].sort((a, b) => a - b);
      if (start === end) continue;
      offsets.select(start, end);
      const back = offsets.selection();
      if (String(back) !== String([start, end])) wrong.push(`${start}-${end} came back as ${back}`);
    }
    failures.same(`${name}: selections that came back changed`, wrong, []);
    failures.same(`${name}: select all`, all(surface, offsets), page.length ? [0, page.length] : null);
    if (page.lineCount > 1) failures.same(`${name}: element containers`, firstLine(surface, offsets), page.lineStart(2));
    surface.remove();
  }
  return failures.list;
}

function render(page, random) {
  const surface = document.createElement("div");
  for (let n = 1; n <= page.lineCount; n += 1) {
    if (n % CHUNK === 1) surface.append(Object.assign(document.createElement("div"), { className: "chunk" }));
    const line = Object.assign(document.createElement("div"), { className: "line", id: `L${n}` });
    line.style.whiteSpace = "pre-wrap";
    const [start, end] = [page.lineStart(n), page.lineEnd(n)];
    const spans = end > start && random(2) ? LAYERS.map((layer) => ({ layer, quote: layer, ...within(start, end, random) })) : [];
    line.append(...segments(start, page.lineText(n), spans).map(node));
    surface.lastChild.append(line);
  }
  document.body.append(surface);
  return surface;
}

function within(start, end, random) {
  const from = start + random(end - start);
  return { start: from, end: from + 1 + random(end - from) };
}

function node(part) {
  if (typeof part === "string") return document.createTextNode(part);
  const mark = document.createElement("mark");
  mark.append(...part.children.map(node));
  return mark;
}

function all(surface, offsets) {
  getSelection().selectAllChildren(surface);
  document.dispatchEvent(new Event("selectionchange"));
  return offsets.selection();
}

/** A point between the first and the second line is the start of the second. */
function firstLine(surface, offsets) {
  return offsets.fromPoint(surface.firstChild, 1);
}

/** Park and Miller's generator: the same picks in every run. */
function generator(seed) {
  let state = seed;
  return (below) => {
    state = (state * 48271) % 2147483647;
    return state % below;
  };
}
