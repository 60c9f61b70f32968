/** Which lines a command on a run takes in, what is suggested for them, and where the next decision is. */
import { Suggestions } from "../model/boundaries.js";

export class Runs {
  /** @param {import("./desk.js").Desk} desk */
  constructor(desk) {
    this.desk = desk;
    desk.on("reload", () => this.suggests && this.#prepare());
  }

  /** What plain rules suggest for the lines; worked out when it is first asked for. */
  get suggestions() {
    return (this.worked ??= new Suggestions(this.desk.text, this.desk.language));
  }

  /** Tell whether this labelling may see what rules suggest. */
  get suggests() {
    return this.desk.asks("lines") && this.desk.state.suggest !== false;
  }

  /** Reads the lines while nothing else is to be done, and draws what is suggested in the end. */
  #prepare(at = 0) {
    requestIdleCallback((idle) => {
      const { suggestions } = this;
      const { shapes } = suggestions;
      let next = at;
      while (next < shapes.lines.length && idle.timeRemaining() > 1) shapes.sign(shapes.lines[next++]);
      if (next < shapes.lines.length) this.#prepare(next);
      else this.desk.painter.suggest((n) => suggestions.of(n));
    });
  }

  /** From the cursor to the end of its run; with `kind` only as far as the kind stays the same, too. */
  rest({ kind = false } = {}) {
    const { labels, cursor, text } = this.desk;
    const first = cursor.n;
    const { last } = labels.run(first);
    if (last <= first) return { first, last: first };
    const own = labels.lines.get(first)?.kind;
    let end = last;
    if (kind) for (const n of text.named(first, last)) if (labels.lines.get(n)?.kind === own) end = n; else break;
    return { first, last: end };
  }

  /** The label that may be accepted on line n: the suggested one, or its own if its kind was guessed; null without. */
  open(n) {
    const own = this.desk.labels.lines.get(n);
    if (own) return own.origin === "guessed" ? own.label : null;
    return this.suggests ? this.suggestions.of(n) : null;
  }

  /** The range, or the lines around its single one for which the same may be accepted. */
  alike({ first, last }) {
    const { cursor, labels } = this.desk;
    const what = (n) => `${this.open(n)} ${labels.lines.get(n)?.kind}`;
    const edge = (direction) => {
      let n = first;
      for (let next = cursor.step(n, direction); next !== n && what(next) === what(first); next = cursor.step(n, direction))
        n = next;
      return n;
    };
    return first === last && this.open(first) ? { first: edge(-1), last: edge(1) } : { first, last };
  }

  /** Below the first line of a fill, the next one for which another label is suggested, else the one after the fill. */
  onward({ first, last }, label) {
    const { desk: { cursor }, suggestions } = this;
    let n = first;
    while (this.suggests && (n = suggestions.boundary(n, 1)) !== null && n <= last)
      if (suggestions.of(n) !== label) return cursor.to(n);
    return cursor.to(cursor.step(last, 1));
  }

  /** Goes to the next suggested boundary or line flagged as unsure, whichever is nearer. @param {1|-1} direction */
  boundary(direction) {
    const { desk } = this;
    const { cursor, labels } = desk;
    const found = [...labels.lines].filter(([, { flags }]) => flags.includes("unsure")).map(([n]) => n);
    if (this.suggests) found.push(this.suggestions.boundary(cursor.n, direction));
    const ahead = found.filter((n) => n !== null && (n - cursor.n) * direction > 0);
    if (ahead.length) return cursor.to(direction > 0 ? Math.min(...ahead) : Math.max(...ahead));
    return desk.refuse(`No boundary further ${direction > 0 ? "down" : "up"}.`);
  }

  /** Remembers the line at which a range begins, for who can't drag. */
  from() {
    this.begin = this.desk.cursor.n;
    this.desk.say(`A range from line ${this.begin}`);
  }

  /** Makes the lines from the remembered one to the cursor the range. */
  to() {
    const { cursor } = this.desk;
    if (!this.begin) return this.desk.refuse("Say first where the range begins.");
    const { n } = cursor;
    cursor.to(this.begin, { scroll: null });
    this.begin = null;
    return cursor.to(n, { extend: true });
  }
}
