// What one cue of a sentence reports: its source, and the clauses that may be meant, most plausible first.

const CLOSED = /^(?:.?[,،?!؟…].|..\s*[,،–—-])[\s,،–—-]*$/u; // the end of a quotation that an attribution follows
const APART = /[,،;؛:?!؟…–—]/u;
const ADDRESS = 10; // words between a verb and its "that"
const SCARE = 4; // quoted words from which on they are no scare quotes

/** All places are UTF-16 columns, but what `readings` gives. */
export class Reported {
  /** @param {import("./quoteline.js").QuoteLine} line  @param {import("./clauses.js").Sentence} sentence  @param {object} cue */
  constructor(line, sentence, cue) {
    Object.assign(this, { line, sentence, cue });
    [this.start, this.end] = sentence.columns(cue);
    const { source, via } = this.#around();
    this.source = source ? sentence.span(source) : null;
    this.via = via ? sentence.span(via) : null;
    this.subject = this.source && this.source[0] < this.start;
  }

  /** Source and medium, as phrases. */
  #around() {
    const { sentence, cue } = this;
    if (cue.sort === "hearsay") return {};
    if (cue.sort === "colon") return { source: [0, cue.to] };
    if (cue.sort !== "according") return sentence.subjectOf(cue);
    const source = sentence.phraseAfter(cue.to + 1);
    this.colon = source && sentence.cues.find((one) => one.sort === "colon" && one.to >= source[0]);
    return { source, via: this.colon && sentence.phraseBefore(cue.from) };
  }

  /** Readings {name, contents, addressee?, sources?, flags?, sure?} with spans in code points. */
  *readings() {
    const { sentence, cue, line } = this;
    if (cue.sort === "hearsay") {
      const contents = [line.clause(sentence.start, this.start), line.clause(this.end, sentence.end)];
      yield { name: "around the cue", source_kind: "implicit", sources: [], contents };
      return;
    }
    if (cue.sort === "colon" && sentence.cues.some(({ to }) => to < cue.to)) return;
    if (cue.sort === "according" && !this.source) return;
    if (cue.sort === "verb" || cue.sort === "according") yield* this.#quotationBefore();
    const after = cue.sort === "according" ? this.#afterAccording() : this.#after();
    const before = this.#before(after);
    const rest = cue.sort === "according" ? !this.colon && after?.at : !after && this.#rest();
    if (before && rest) yield { name: "around the cue", contents: [line.clause(...before), line.clause(...rest)] };
    if (after) yield* this.#ends(after);
    if (!before) return;
    yield { name: "before the cue", contents: [line.clause(before[0], this.#circumstance(before))] };
    yield { name: "before the cue, all of it", contents: [line.clause(...before)] };
  }

  /** `"...," said X.`: the words in marks right before the cue or its source, and what goes on after the sentence. */
  *#quotationBefore() {
    const { sentence, cue, line } = this;
    const edge = this.subject && !cue.loose ? this.source[0] : this.start;
    const at = line.quotations.findLastIndex(({ columns }) => columns[1] <= edge);
    if (at < 0 || !CLOSED.test(line.line.slice(line.quotations[at].columns[1] - 2, edge))) return;
    if (sentence.words[cue.to + 1]?.quoted >= 0) return;
    const first = line.quotations[at];
    const follows = this.#goesOn(at);
    const flags = [
      ...(follows.some(({ paragraph }) => paragraph) ? ["continuation-paragraph"] : []),
      ...([first, ...follows].some(({ unclosed }) => unclosed) ? ["unclosed"] : []),
    ];
    const beside = cue.sort === "verb" && !sentence.parts(cue.to) && sentence.phraseAfter(cue.to + 1);
    const named = beside ? [line.span(sentence.span(beside))] : [];
    yield {
      name: follows.length ? "both parts of the quotation" : "the quotation",
      sure: true,
      contents: [first, ...follows].flatMap(({ spans }) => spans),
      flags,
      ...(beside && !this.subject ? { sources: named } : {}),
      ...(beside && this.subject && sentence.is("addressing", cue.to) ? { addressee: named } : {}),
    };
    if (follows.length) yield { name: "the first part", contents: first.spans };
  }

  /** Quotations after the sentence that have no cue of their own. */
  #goesOn(at) {
    const { line, sentence } = this;
    const later = line.sentences.slice(line.sentences.indexOf(sentence) + 1);
    if (later.some(({ cues }) => cues.length)) return [];
    if (!later.length) return line.nextParagraph();
    const after = line.quotations.slice(at + 1).filter(({ columns }) => columns[0] >= sentence.end);
    return after.length && !line.line.slice(sentence.end, after[0].columns[0]).trim() ? after : [];
  }

  /** The clause after the source of an "according to". */
  #afterAccording() {
    const { sentence, line, colon } = this;
    const from = colon ? colon.at + 1 : this.source?.[1];
    const word = from ? sentence.words.findIndex(({ start }) => start >= from) : -1;
    if (word < 0 || !(colon || this.cue.from === 0 || /^\s*[,،]/u.test(line.line.slice(from)))) return null;
    const at = [line.opening(from, sentence.words[word].start), this.#limit(word)];
    return this.#circumstance([sentence.start, at[1]]) < at[0] ? null : { at, sure: true };
  }

  /** What a verb, noun or colon is followed by; null where that can be no clause. */
  #after() {
    const { sentence, cue, line } = this;
    const { words } = sentence;
    const first = cue.to + 1;
    if (!words[first]) return null;
    const inverted = this.source && !this.subject;
    const from = (i, more) => ({ at: [line.opening(words[i - 1].end, words[i].start), this.#limit(i)], sure: true, ...more });
    if (cue.sort === "colon") return { at: [line.opening(cue.at + 1, words[first].start), sentence.end], sure: true };
    const heavy = cue.to > cue.from && sentence.is("prepositions", cue.to);
    const bound = Math.min(words.length, first + (heavy ? 1 : ADDRESS));
    for (let i = first; i < bound && words[i].quoted < 0 && !sentence.cueAt(i) && !(i > first && sentence.parts(i - 1)); i++) {
      const between = i > first && !inverted ? sentence.phraseAfter(first) : null;
      if (sentence.is("complementizers", i)) return from(i, { between });
      if (i > first && sentence.is("addressing", cue.to) && sentence.is("infinitives", i)) {
        return from(i, { between: sentence.phraseBefore(i) });
      }
    }
    if (words[first].quoted >= 0 || /^\s*:/u.test(line.line.slice(this.end))) return from(first);
    const small = sentence.is("functions", first) && !sentence.is("nominal", first) && !sentence.is("pronouns", first);
    if (sentence.parts(cue.to) || small || !(this.subject || cue.loose) || (sentence.is("infinitives", first) && !heavy)) return null;
    return from(first, { sure: heavy });
  }

  /** Where the clause that begins with a word ends: with the sentence, or where the next cue's clause begins. */
  #limit(first) {
    const { sentence, cue: own, line } = this;
    const { words } = sentence;
    for (const cue of sentence.cues) {
      const apart = cue.sort === "verb" || cue.sort === "according";
      if (cue.from <= Math.max(first, own.to) || !apart || cue.infinitive) continue;
      const alone = cue.loose || cue.sort === "according";
      const subject = alone ? null : sentence.phraseBefore(cue.from);
      const begin = subject ? subject[0] - Number(sentence.is("functions", subject[0] - 1) && !sentence.is("nominal", subject[0] - 1)) : cue.from;
      if (begin <= first || ((subject || cue.sort === "according") && !sentence.parts(begin - 1))) continue;
      const joint = subject || alone ? begin : begin - 1;
      if (joint < begin && (!sentence.is("functions", joint) || words[joint].quoted >= 0 || sentence.is("relatives", joint))) continue;
      return line.closing(words[joint - 1].end, words[joint].start);
    }
    return sentence.end;
  }

  /** The clause before a cue, from the sentence's beginning to the comma before cue or source; null without one. */
  #before(after) {
    const { sentence, cue, line } = this;
    const { words } = sentence;
    if (cue.sort === "verb" && !after && !this.#idle(this.#last())) return null;
    const edge = this.subject ? this.source[0] : this.start;
    const i = words.findIndex(({ start }) => start >= edge);
    if (cue.sort === "colon" || i <= 0 || (cue.sort !== "according" && !APART.test(line.line.slice(words[i - 1].end, edge)))) return null;
    return [line.opening(sentence.start, words[0].start), line.closing(words[i - 1].end, edge)];
  }

  /** The last word of the cue and the phrase after it. */
  #last() {
    return this.sentence.phraseAfter(this.cue.to + 1)?.[1] ?? this.cue.to;
  }

  /** Tell whether nothing but a time or a place follows a word in its part of the sentence. */
  #idle(i) {
    const { sentence } = this;
    if (sentence.parts(i)) return true;
    return sentence.is("circumstances", i + 1) && [1, 2, 3, 4].some((k) => sentence.parts(i + k));
  }

  /** What follows a cue between commas: `The ferry, Lind said, will sail.` */
  #rest() {
    const { sentence, line } = this;
    const i = this.#last() + 1;
    const word = sentence.words[i];
    const joint = sentence.is("functions", i) && !sentence.is("auxiliaries", i) && !sentence.is("nominal", i);
    if (!word || word.quoted >= 0 || sentence.cueAt(i) || joint || !sentence.parts(i - 1)) return null;
    return [line.opening(sentence.words[i - 1].end, word.start), this.#limit(i)];
  }

  /** The end of a clause without a last part of three words at most that tells when or where: that is the reporter's. */
  #circumstance([start, end]) {
    const { sentence } = this;
    const inside = sentence.words.flatMap((one, i) => (one.start >= start && one.end <= end ? [i] : []));
    const i = inside.slice(-3).findLast((at) => sentence.parts(at - 1));
    return i > inside[0] && sentence.is("circumstances", i) ? sentence.words[i - 1].end : end;
  }

  /** The plausible ends of a clause after a cue: its last closing mark, its end, a relative clause. */
  *#ends({ at: [start, end], sure, between }) {
    const { sentence, cue, line } = this;
    const more = { sure, ...(between ? { addressee: [line.span(sentence.span(between))] } : {}) };
    const marked = line.quotations.map(({ columns }) => columns).filter(([from, to]) => from >= start && to <= end);
    const last = marked.at(-1);
    const quoted = sentence.words.filter((one) => last && one.start >= last[0] && one.end <= last[1]);
    const toMark = last && { name: "to the last mark", contents: [line.clause(start, last[1])], ...more };
    if (quoted.length >= SCARE) yield toMark;
    yield { name: cue.sort === "colon" ? "after the colon" : "after the cue", contents: [line.clause(start, end)], ...more };
    if (last) yield toMark;
    if (last) yield { name: "the words in marks", contents: [line.clause(marked[0][0], last[1])] };
    const i = sentence.words.findIndex((one, at) => one.start > start && one.end < end && sentence.is("relatives", at));
    if (i > 0) yield { name: "up to the relative clause", contents: [line.clause(start, sentence.words[i - 1].end)], ...more };
  }
}
