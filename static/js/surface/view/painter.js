/** Draws line labels and marks: one line at a time, a chunk when it first comes near the window. */
import { segments } from "../model/segments.js";
import { h } from "./dom.js";
import { POLARITY } from "./stances.js";
import { soon } from "./when.js";

const LETTER = { body: "b", boilerplate: "x", optional: "o" };
const BADGES = [
  ["CR", /\r/],
  ["ZW", /[\u00ad\u200b\u2028\u2029\u2060\ufeff\f]/],
  ["BIDI", /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/],
];
const CHUNK = 50;
const NEAR = 600; // px above and below the window

export class Painter {
  /** @param {import("./desk.js").Desk} desk */
  constructor(desk) {
    this.desk = desk;
    this.chunks = desk.offsets.chunks;
    this.painted = new WeakSet();
    this.keys = new Map(desk.scheme.kinds.map(({ id, key }) => [id, key]));
    for (const [index, chunk] of this.chunks.entries()) {
      // contain:style of a chunk ends the counter of the chunk before, so each chunk starts its own.
      if (chunk.firstElementChild) chunk.firstElementChild.style.counterReset = `line ${index * CHUNK}`;
    }
    const near = () => this.#near();
    const look = () => soon(near, { reads: true });
    // An observer of each chunk would cost more per frame than all else; these events tell when to look.
    desk.scroll.addEventListener("scroll", () => this.#passed() && look(), { passive: true });
    desk.surface.addEventListener("contentvisibilityautostatechange", look, true);
    new ResizeObserver(look).observe(desk.scroll);
    addEventListener("beforeprint", () => this.#draw(this.chunks));
    this.#near()();
  }

  /** Draws these lines again, where their chunk has been drawn at all; a text selection on them survives. */
  paint(lines) {
    const { offsets } = this.desk;
    const selection = offsets.selection() ? getSelection() : { isCollapsed: true };
    const touched = (node) => node && lines.has(offsets.lineOf(node));
    const keep = !selection.isCollapsed && (touched(selection.anchorNode) || touched(selection.focusNode));
    const ends = keep && [
      offsets.fromPoint(selection.anchorNode, selection.anchorOffset),
      offsets.fromPoint(selection.focusNode, selection.focusOffset),
    ];
    for (const n of lines) if (this.painted.has(offsets.line(n).parentNode)) this.#line(n);
    if (keep) offsets.select(...ends);
  }

  /** Draws what is suggested for lines without a label, from now on. @param {(n: number) => string|null} suggested */
  suggest(suggested) {
    this.suggested = suggested;
    for (const chunk of this.chunks) if (this.painted.has(chunk)) this.#chunk(chunk);
  }

  /** Draws everything again that is near the window, and the rest when it comes near. */
  repaint() {
    this.painted = new WeakSet();
    this.#near()();
  }

  /** Tell whether the window has come so far since the last look that something may be near that isn't drawn. */
  #passed() {
    return Math.abs(this.desk.scroll.scrollTop - this.looked) > NEAR / 2;
  }

  /** Reads which chunks are near the window; gives what draws those that haven't been drawn. */
  #near() {
    this.looked = this.desk.scroll.scrollTop;
    const { top, bottom } = this.desk.scroll.getBoundingClientRect();
    const [first, last] = [top - NEAR, bottom + NEAR].map((y) => this.desk.offsets.chunkAtHeight(y));
    return () => this.#draw(this.chunks.slice(first, last + 1));
  }

  #draw(chunks) {
    for (const chunk of chunks) if (!this.painted.has(chunk)) this.#chunk(chunk);
  }

  #chunk(chunk) {
    this.painted.add(chunk);
    for (const line of chunk.children) {
      const n = Number(line.id.slice(1));
      const text = line.textContent;
      if (this.desk.text.isBlank(n)) line.classList.add("blank");
      const badges = BADGES.filter(([, pattern]) => pattern.test(text)).map(([name]) => name);
      if (badges.length) line.dataset.badge = badges.join(" ");
      this.#line(n);
    }
  }

  #line(n) {
    const { desk } = this;
    const element = desk.offsets.line(n);
    const label = desk.labels.lines.get(n);
    set(element, "b", label ? LETTER[label.label] : null);
    set(element, "f", label?.flags?.[0] ?? null);
    set(element, "k", this.keys.get(label?.kind) ?? null);
    set(element, "g", label?.origin === "guessed" ? "" : null);
    const suggested = label ? null : this.suggested?.(n);
    set(element, "s", LETTER[suggested] ?? null);
    const spans = desk.labels.spansOn(n);
    if (spans.length) {
      const tree = segments(desk.text.lineStart(n), desk.text.lineText(n), spans);
      element.replaceChildren(...tree.map((part) => this.#node(part)));
    } else if (element.childElementCount) {
      element.replaceChildren(desk.text.lineText(n));
    }
    const words = describe(label ?? (suggested && { label: `suggested: ${suggested}` }), spans, desk);
    if (words) element.setAttribute("aria-description", words);
    else element.removeAttribute("aria-description");
  }

  #node(part) {
    if (typeof part === "string") return document.createTextNode(part);
    const { entry, children } = part;
    const id = entry.quote ?? entry.stance ?? entry.note ?? "";
    const current = entry.layer === "content" && entry.quote === this.desk.quote ? ".current" : "";
    return h(
      `mark.${entry.layer}${current}`,
      { data: { id } },
      children.map((child) => this.#node(child)),
    );
  }
}

function set(element, name, value) {
  if (value === null) delete element.dataset[name];
  else if (element.dataset[name] !== value) element.dataset[name] = value;
}

function describe(label, spans, desk) {
  const about = [label ? [label.label, label.kind, ...(label.flags ?? [])].filter(Boolean).join(", ") : ""];
  for (const id of new Set(spans.filter((span) => span.layer === "content").map((span) => span.quote))) {
    const stances = desk.stancesOf(id).map((one) => `, ${POLARITY[one.polarity].name} ${desk.name(one.target)}`);
    about.push(`quote by ${desk.name(desk.labels.quotes.get(id)?.speaker) || "nobody yet"}${stances.join("")}`);
  }
  return about.filter(Boolean).join("; ");
}
