/** What every part of the screen works on: the text, the labels, the history, the queue, and the one way to change anything. */
import { History } from "../model/history.js";
import { inOrder } from "../model/items.js";
import { Labelling } from "../model/labelling.js";
import { uuid7 } from "../model/operations.js";
import { PageText } from "../model/text.js";
import { baseObstacle } from "./base.js";
import { Cursor } from "./cursor.js";
import { Offsets, textOf } from "./offsets.js";
import { Painter } from "./painter.js";

/** Events: "change" {lines}, "cursor", "current", "keys", "mode", "reload", "task", "misfit". */
export class Desk extends EventTarget {
  constructor({ root, surface, scroll, overlay, sync, say }) {
    super();
    Object.assign(this, { root, surface, scroll, overlay, sync, say });
    Object.assign(this, { mode: "line", base: "line", quote: null, target: null });
    this.text = new PageText(textOf(surface));
    this.offsets = new Offsets(surface, this.text);
  }

  /** Takes the server's state, for the first time or again. */
  take(state) {
    const { task, labels, entities } = state;
    Object.assign(this, { state, task, scheme: state.scheme, language: state.language, readOnly: task.read_only });
    this.labels = new Labelling(this.text, { ...labels, status: task.status });
    this.surface.classList.toggle("no-lines", !this.asks("lines"));
    this.entities = new Map(entities.map((entity) => [entity.id, entity]));
    this.history = new History(state.history);
    if (!this.labels.quotes.has(this.quote)) this.setQuote(null);
    if (this.painter) this.painter.repaint();
    else {
      this.painter = new Painter(this);
      this.cursor = new Cursor(this);
    }
    this.emit("reload");
  }

  asks(layer) {
    return this.scheme.layers.includes(layer);
  }

  get done() {
    return this.labels.status === "done" || this.labels.status === "skipped";
  }

  get locked() {
    return this.readOnly || this.done;
  }

  /** The name of an entity id; "unknown" speaks for itself, null is "". */
  name(id) {
    return this.entities.get(id)?.name ?? id ?? "";
  }

  quotesInText() {
    return [...this.labels.quotes.values()].sort((a, b) => (a.contents[0]?.[0] ?? 0) - (b.contents[0]?.[0] ?? 0));
  }

  stancesOf(quote) {
    return this.labels.stancesOf(quote);
  }

  pageStances() {
    return inOrder([...this.labels.stances.values()].filter((stance) => stance.level === "page"));
  }

  /**
   * Applies one gesture, shows it and keeps it. False, with a sentence said, when it can't be done.
   * @param {{kind: string, payload: Object}[]} ops
   * @param {{undoes?: string|null, said?: string}} [options]
   */
  change(ops, { undoes = null, said = "" } = {}) {
    const obstacle = this.#obstacle(ops);
    if (obstacle) return this.refuse(obstacle);
    const step = uuid7();
    const client_at = new Date().toISOString();
    const gesture = ops.map(({ kind, payload }) => ({ op_id: uuid7(), step, undoes, kind, payload, client_at }));
    try {
      this.show(gesture, { by: this.state.person, at: client_at });
    } catch (error) {
      return this.refuse(error.message);
    }
    this.sync.add(gesture);
    if (said) this.say(said);
    return true;
  }

  refuse(sentence) {
    this.say(sentence, true);
    return false;
  }

  #obstacle(ops) {
    if (this.readOnly) return "This labelling is open for reading only.";
    if (this.done && ops.some((op) => !["status.set", "entity.put"].includes(op.kind)))
      return "This page is done. Reopen it to change something.";
    if (this.sync.blocked) return "The last mark is still on its way to the server. Please wait a moment.";
    return baseObstacle(this, ops);
  }

  /** Applies operations of one step, own or foreign, all or none, and repaints what they touch. */
  show(ops, stamp) {
    const lines = new Set();
    const inverse = [];
    try {
      for (const op of ops) {
        const done = this.labels.apply(op, stamp);
        if (done.inverse) inverse.unshift(done.inverse);
        for (const n of done.lines) lines.add(n);
        if (op.kind === "entity.put") this.#learn(op.payload);
      }
    } catch (error) {
      for (const op of inverse) this.labels.apply(op, stamp);
      throw error;
    }
    if (inverse.length) this.history.record({ step: ops[0].step, undoes: ops[0].undoes, ops, inverse });
    if (!this.labels.quotes.has(this.quote)) this.setQuote(null);
    this.painter.paint(lines);
    this.emit("change", { lines, items: ops.some((op) => op.kind !== "lines.set") });
    if (ops.some((op) => op.kind === "status.set")) this.emit("task");
  }

  #learn({ id, set }) {
    const old = this.entities.get(id) ?? { kind: "OTHER", aliases: [], wikidata: null, status: "proposed" };
    this.entities.set(id, { id, ...old, ...set });
  }

  /** Applies what came from elsewhere or was left unsent; a step that no longer fits is left out, and told as "misfit". */
  replay(ops) {
    for (const [step, own] of Map.groupBy(ops, (op) => op.step)) {
      try {
        this.show(own, { by: own[0].by ?? this.state.person, at: own[0].at ?? own[0].client_at });
      } catch {
        this.history.drop(step);
        this.emit("misfit");
      }
    }
  }

  undo(direction) {
    const back = direction < 0 ? this.history.undo() : this.history.redo();
    const word = direction < 0 ? "undo" : "redo";
    if (!back) return this.refuse(`There is nothing to ${word}.`);
    if (!this.change(back.ops, { undoes: back.undoes, said: word === "undo" ? "Undone" : "Done again" })) return false;
    this.#showPlace(back.ops[0]);
    return true;
  }

  #showPlace({ kind, payload }) {
    const quote = this.labels.quotes.get(payload.id ?? payload.set?.quote);
    if (kind === "lines.set" && payload.ranges.length) this.cursor.to(payload.ranges[0].first);
    else if (quote?.contents.length) this.cursor.to(this.text.lineAt(quote.contents[0][0]));
  }

  /** Makes a quote the current one (null: none) and repaints its lines. */
  setQuote(id) {
    if (id === null && this.mode === "quote") this.setMode("line");
    if (this.quote === id) return;
    const before = this.quote;
    this.quote = id;
    const lines = new Set();
    for (const one of [before, id])
      for (const [start] of this.labels.quotes.get(one)?.contents ?? []) lines.add(this.text.lineAt(start));
    this.painter.paint(lines);
    this.emit("current");
  }

  /** Enters a mode; `base` is the one that selecting words came from. */
  setMode(mode) {
    Object.assign(this, { mode, base: mode === "caret" || mode === "words" ? this.base : mode });
    this.emit("mode");
  }

  /** Scrolls a place into view, puts the cursor there and flashes it. */
  goto(start, end = start) {
    const n = this.text.lineAt(start);
    this.cursor.to(n, { scroll: "center" });
    const line = this.offsets.line(n);
    line.classList.add("flash");
    setTimeout(() => line.classList.remove("flash"), 300);
    if (end > start && CSS.highlights) {
      CSS.highlights.set("goto", new Highlight(this.offsets.range(start, end)));
      setTimeout(() => CSS.highlights.delete("goto"), 900);
    }
  }

  focus() {
    if (document.activeElement !== this.surface || !document.hasFocus()) this.surface.focus({ preventScroll: true });
  }

  emit(type, detail = {}) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }

  on(types, handler) {
    for (const type of types.split(" ")) this.addEventListener(type, (event) => handler(event.detail));
  }
}
