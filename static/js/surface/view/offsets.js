/** Between points of the DOM and code points of the page, both ways, through any nesting of marks. */

const CHUNK = 50;

export class Offsets {
  /** @param {HTMLElement} surface  @param {import("../model/text.js").PageText} text */
  constructor(surface, text) {
    this.surface = surface;
    this.chunks = [...surface.querySelectorAll(".chunk")];
    this.text = text;
    this.known = null;
    // To ask for the selection has the page laid out, so what was found holds until it may have changed; the event that
    // tells of a change comes later than the change.
    for (const type of ["selectionchange", "keydown", "pointerdown", "pointerup", "dblclick"])
      document.addEventListener(type, () => (this.known = null), true);
  }

  /** The element of line n, without a look-up by id. */
  line(n) {
    return this.chunks[Math.floor((n - 1) / CHUNK)].children[(n - 1) % CHUNK];
  }

  /** The number of the line that holds a node, or null. */
  lineOf(node) {
    const element = (node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement)?.closest(".line");
    return element && this.surface.contains(element) ? Number(element.id.slice(1)) : null;
  }

  /** Code point offset of a DOM point. A point between lines is the start of the line after it. */
  fromPoint(node, index) {
    const n = this.lineOf(node);
    if (n !== null) return this.text.columnToOffset(n, this.#column(this.line(n), node, index));
    if (!this.surface.contains(node)) return this.#outside(node, index);
    let next = node.childNodes[index] ?? null;
    for (let up = node; !next && up !== this.surface; up = up.parentNode) next = up.nextSibling;
    while (next && next.nodeType !== Node.ELEMENT_NODE) next = next.nextSibling;
    const line = next?.classList.contains("line") ? next : next?.querySelector(".line");
    return line ? this.text.lineStart(Number(line.id.slice(1))) : this.text.length;
  }

  #column(line, node, index) {
    if (node.nodeType === Node.TEXT_NODE && node.parentNode === line && line.childNodes.length === 1) return index;
    const range = document.createRange();
    range.setStart(line, 0);
    range.setEnd(node, index);
    return range.toString().length;
  }

  #outside(node, index) {
    const range = document.createRange();
    range.selectNode(this.surface);
    return range.comparePoint(node, index) <= 0 ? 0 : this.text.length;
  }

  /** Code points [start, end] of a DOM range, or null if it misses the text. */
  fromRange(range) {
    if (!range.intersectsNode(this.surface)) return null;
    const start = this.fromPoint(range.startContainer, range.startOffset);
    const end = this.fromPoint(range.endContainer, range.endOffset);
    return start < end ? [start, end] : null;
  }

  /** The number of the line at a height of the window, or of the nearest one. */
  lineAtHeight(y) {
    const chunk = this.chunkAtHeight(y);
    return chunk * CHUNK + below(this.chunks[chunk].children, y) + 1;
  }

  /** Index of the chunk at a height of the window, or of the nearest one. */
  chunkAtHeight(y) {
    return below(this.chunks, y);
  }

  /** The character under a point of the window as [start, end], or null. */
  character(x, y) {
    const caret = document.caretPositionFromPoint?.(x, y);
    if (!caret || this.lineOf(caret.offsetNode) === null) return null;
    const at = this.fromPoint(caret.offsetNode, caret.offset);
    const under = (start) => {
      const box = this.range(start, start + 1).getBoundingClientRect();
      return box.left <= x && x <= box.right && box.top <= y && y <= box.bottom;
    };
    const start = [at, at - 1].find((one) => one >= 0 && one < this.text.length && under(one));
    return start === undefined ? null : [start, start + 1];
  }

  /** The text selection of the person as code points [start, end], or null; exactly as selected. */
  selection() {
    return (this.known ??= { span: this.#selected() }).span;
  }

  #selected() {
    const selection = getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return null;
    if (!this.surface.contains(selection.anchorNode) && !this.surface.contains(selection.focusNode)) return null;
    return this.fromRange(selection.getRangeAt(0));
  }

  /** The DOM point of a code point offset. */
  toPoint(offset) {
    const n = this.text.lineAt(offset);
    let left = this.text.offsetToColumn(n, offset);
    const line = this.line(n);
    const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
    let last = null;
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (left <= node.length) return { node, index: left };
      left -= node.length;
      last = node;
    }
    return last ? { node: last, index: last.length } : { node: line, index: 0 };
  }

  /** A DOM range over code points. */
  range(start, end) {
    const from = this.toPoint(start);
    const to = this.toPoint(end);
    const range = document.createRange();
    range.setStart(from.node, from.index);
    range.setEnd(to.node, to.index);
    return range;
  }

  /** Selects code points anchor..focus; the focus may lie before the anchor. */
  select(anchor, focus) {
    const from = this.toPoint(anchor);
    const to = this.toPoint(focus);
    getSelection().setBaseAndExtent(from.node, from.index, to.node, to.index);
    this.known = null;
  }

  clear() {
    if (this.selection()) getSelection().removeAllRanges();
    this.known = { span: null };
  }
}

/** Index of the first of these elements, each under the one before, that ends below a height; else of the last one. */
function below(elements, y) {
  let low = 0;
  let high = elements.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (elements[middle].getBoundingClientRect().bottom > y) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** The text that the lines of a surface hold. */
export function textOf(surface) {
  const lines = [];
  for (const chunk of surface.querySelectorAll(".chunk"))
    for (let line = chunk.firstElementChild; line; line = line.nextElementSibling) lines.push(line.textContent);
  return lines.join("\n");
}
