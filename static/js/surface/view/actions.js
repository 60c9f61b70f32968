/** What each command does: the ids of the command table on one side, the controllers on the other. */
import { help } from "./help.js";
import { jump } from "./jump.js";
import { flagMenu, kindMenu } from "./menus.js";
import { palette } from "./palette.js";
import { reading } from "./reading.js";
import { region } from "./regions.js";

/**
 * @param {import("./desk.js").Desk} desk
 * @param {Object} parts  the controllers
 * @returns {Record<string, (context: {command: Object, key: string, event: Event}) => void>}
 */
export function actions(desk, parts) {
  return {
    ...moving(desk),
    ...showing(desk, parts),
    ...labelling(desk, parts),
    ...quoting(desk, parts),
    ...judging(desk, parts),
    ...selecting(parts),
    ...whole(desk, parts),
  };
}

function moving(desk) {
  const step =
    (direction, extend = false) =>
    () =>
      desk.cursor.to(desk.cursor.step(desk.cursor.n, direction), { extend });
  const unlabelled = (direction) => () => {
    const n = desk.labels.nextUnlabelled(desk.cursor.n, direction);
    if (n === null)
      return desk.refuse(direction > 0 ? "No unlabelled line further down." : "No unlabelled line further up.");
    if (desk.mode === "quote") desk.setMode("line");
    return desk.cursor.to(n);
  };
  return {
    "line.next": step(1),
    "line.previous": step(-1),
    "line.extend-next": step(1, true),
    "line.extend-previous": step(-1, true),
    "block.next": () => desk.cursor.to(desk.cursor.block(1)),
    "block.previous": () => desk.cursor.to(desk.cursor.block(-1)),
    "unlabelled.next": unlabelled(1), "unlabelled.previous": unlabelled(-1),
    "quote.unlabelled": unlabelled(1),
    "page.top": () => desk.cursor.to(1), "page.bottom": () => desk.cursor.to(desk.text.lineCount),
  };
}

function showing(desk, { quotes, search, invisibles, tour }) {
  return {
    jump: () => jump(desk, (id) => (desk.locked ? desk.setQuote(id) : quotes.enter(id))),
    search: () => search.open(),
    palette: () => palette(desk),
    "region.next": () => region(desk, 1),
    "region.previous": () => region(desk, -1),
    whitespace: () => invisibles.toggle(),
    reading: () => reading(desk),
    tour: () => tour.go(0),
    help: () => help(desk),
  };
}

function labelling(desk, { lines, runs, quotes, attribution }) {
  return {
    "line.body": () => lines.label("body"),
    "line.boilerplate": () => lines.label("boilerplate"),
    "fill.body": () => lines.label("body", { fill: true }),
    "fill.boilerplate": () => lines.label("boilerplate", { fill: true }),
    kind: () => kindMenu(desk, false),
    "fill.kind": () => kindMenu(desk, true),
    "kind.*": ({ command, fill }) => lines.kind(command.value, { fill }),
    "line.optional": ({ fill }) => lines.label("optional", { fill }),
    "line.mixed": () => lines.flag("mixed"),
    accept: () => lines.accept(),
    "accept.all": () => lines.accept({ all: true }),
    "boundary.next": () => runs.boundary(1),
    "boundary.previous": () => runs.boundary(-1),
    "range.from": () => runs.from(),
    "range.to": () => runs.to(),
    "line.clear": () => lines.clear(),
    "line.propagate": () => lines.propagate(),
    unsure: () => (desk.asks("lines") ? lines.flag("unsure") : quotes.current && attribution.toggleFlag("unsure")),
  };
}

function quoting(desk, { quotes, attribution, selection, hints, caret }) {
  const span =
    (field, add = false) =>
    () => {
      const spans = selection.spans();
      if (desk.mode === "caret") caret.leave();
      return attribution.set(field, spans, { add });
    };
  return {
    quote: () => quotes.quote(),
    "quote.indirect": () => quotes.indirect(),
    "quote.next": () => quotes.next(1),
    "quote.previous": () => quotes.next(-1),
    "quote.open": () => {
      const found = desk.labels.spansOn(desk.cursor.n).find((one) => one.layer === "content");
      return found ? quotes.enter(found.quote) : desk.refuse("There is no quote on this line.");
    },
    "span.content": () =>
      desk.mode !== "line" || selection.some ? span("contents", true)() : attribution.words.pick(null, (spans) => quotes.create(spans)),
    "span.cue": span("cues"),
    "span.more-cue": span("cues", true),
    "span.source": span("sources"),
    "span.more-source": span("sources", true),
    "span.via": span("via"),
    "span.addressee": span("addressee"),
    "span.recontent": span("contents"),
    "words.letter": ({ key }) => attribution.words.letter(key),
    "hint.source": ({ key }) => hints.span("sources", key) && attribution.set("sources", [hints.span("sources", key)]),
    "hint.cue": ({ key }) =>
      hints.span("cues", key.toLowerCase()) && attribution.set("cues", [hints.span("cues", key.toLowerCase())]),
    "source.none": () => attribution.noSource(),
    "source.kind": () => attribution.cycleKind(),
    "quote.flags": () => flagMenu(desk, quotes.current.flags),
    "flag.*": ({ command }) => attribution.toggleFlag(command.value),
    "span.grow": () => attribution.resize(1, "end"),
    "span.shrink": () => attribution.resize(-1, "end"),
    "span.grow-start": () => attribution.resize(1, "start"),
    "span.shrink-start": () => attribution.resize(-1, "start"),
    "quote.speaker": () => attribution.askSpeaker(),
    "quote.commit": () => quotes.commit(),
    "quote.delete": () => quotes.reject(),
  };
}

function judging(desk, { stances, pageStances, caret }) {
  const digit = ({ command: { id, value } }) => {
    const stay = id.endsWith(".stay");
    return desk.mode === "stance" ? pageStances.set(value, { stay }) : stances.digit(value, { stay });
  };
  const evidence = (add) => () => {
    stances.evidence({ add });
    if (desk.mode === "caret") caret.leave();
  };
  return {
    "stance.*": digit,
    "span.evidence": evidence(false),
    "span.more-evidence": evidence(true),
    target: () => stances.chooseTarget(),
    "stance.target": () => stances.retarget(),
    "stance.explicit": () => stances.cycleExplicit(),
    "stance.promote": () => pageStances.promote(),
    "stances.page": () => (desk.base === "quote" ? stances.chooseTarget() : pageStances.start()),
    "stance.holder": () => pageStances.start(),
    "stance.next": () => pageStances.step(1),
    "stance.previous": () => pageStances.step(-1),
    "stance.delete": () => pageStances.remove(),
    "stance.commit": () => desk.setMode("line"),
  };
}

function selecting({ caret }) {
  return {
    caret: () => caret.start(),
    "caret.left": () => caret.word(-1),
    "caret.right": () => caret.word(1),
    "caret.extend-left": () => caret.word(-1, { extend: true }),
    "caret.extend-right": () => caret.word(1, { extend: true }),
    "caret.down": () => caret.line(1),
    "caret.up": () => caret.line(-1),
    "caret.point-left": () => caret.point(-1),
    "caret.point-right": () => caret.point(1),
    "caret.other-end": () => caret.otherEnd(),
    "caret.sentence-back": () => caret.sentence(-1),
    "caret.sentence": () => caret.sentence(1),
    "caret.extend-sentence": () => caret.toEdge(1),
    "caret.extend-sentence-back": () => caret.toEdge(-1),
    "caret.quotation": () => caret.quotation(),
  };
}

function whole(desk, { page, finish, base, selection, caret, hints }) {
  return {
    answers: () => page.open(),
    "answer.*": ({ command }) => page.answer(command.id),
    note: () => selection.note(),
    undo: () => desk.undo(-1),
    redo: () => desk.undo(1),
    "page.done": () => finish.finish(),
    "page.reopen": () => finish.reopen(),
    "page.previous": () => finish.back(),
    "page.skip": () => base.skip(),
    "page.flag": () => base.flag(),
    "base.dispute": () => base.dispute(),
    leave: () => {
      if (desk.mode === "words") desk.setMode(desk.base);
      else if (selection.some && desk.mode !== "caret") selection.clear();
      else if (desk.mode === "caret") caret.leave();
      else if (desk.mode !== "line") desk.setMode("line");
      else desk.setQuote(null);
      hints.later();
    },
  };
}
