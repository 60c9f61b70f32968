import { History } from "../../../static/js/surface/model/history.js";
import { Labelling } from "../../../static/js/surface/model/labelling.js";
import { newId, putQuote, setLines, setStatus, uuid7 } from "../../../static/js/surface/model/operations.js";
import { PageText } from "../../../static/js/surface/model/text.js";
import { Failures } from "./expect.js";

const STAMP = { by: "Ana", at: "2026-11-22T04:20:00.123Z" };
const TEXT = new PageText(Array.from({ length: 300 }, (_, i) => `Line ${i} of the harbour page`).join("\n"));

/** A labelling with its history, as the screen joins them; keeps the steps for a reload. */
class Screen {
  steps = [];
  labelling = new Labelling(TEXT);
  history = new History();

  do(ops, undoes = null) {
    const inverse = ops.map((op) => this.labelling.apply(op, STAMP).inverse).reverse();
    const step = { step: uuid7(), undoes, ops, inverse };
    this.steps.push(step);
    this.history.record(step);
  }

  back(which) {
    const offer = this.history[which]();
    if (offer) this.do(offer.ops, offer.undoes);
    return offer !== null;
  }

  get state() {
    return this.labelling.toJson();
  }
}

export function check() {
  const failures = new Failures();
  undoAndRedoWalkTheSameStates(failures);
  reloadKeepsBoth(failures);
  bulkIsOneStep(failures);
  finishingIsNoUndo(failures);
  refusedStepIsForgotten(failures);
  return failures.list;
}

function label(screen, n) {
  screen.do([setLines([{ first: n, last: n, label: n % 2 ? "body" : "boilerplate", kind: null, flags: [] }])]);
}

function undoAndRedoWalkTheSameStates(failures) {
  const screen = new Screen();
  label(screen, 1);
  const states = [screen.state];
  for (let n = 2; n <= 220; n++) {
    label(screen, n);
    states.push(screen.state);
  }
  for (let i = states.length - 2; i >= 0; i--) {
    screen.back("undo");
    failures.same(`undo to ${i}`, screen.state, states[i]);
  }
  for (let i = 1; i < states.length; i++) {
    screen.back("redo");
    failures.same(`redo to ${i}`, screen.state, states[i]);
  }
  failures.true("nothing is left to redo", !screen.history.canRedo && !screen.back("redo"));
  screen.back("undo");
  label(screen, 250);
  failures.true("a new step ends redo", !screen.history.canRedo);
}

function reloadKeepsBoth(failures) {
  const screen = new Screen();
  for (const n of [1, 2, 3, 4]) label(screen, n);
  for (const which of ["undo", "undo", "redo", "undo"]) screen.back(which);
  const again = new History(screen.steps);
  failures.same("undo after a reload", again.undo(), screen.history.undo());
  failures.same("redo after a reload", again.redo(), screen.history.redo());
}

function bulkIsOneStep(failures) {
  const screen = new Screen();
  label(screen, 1);
  const before = screen.state;
  const id = newId("q");
  screen.do([putQuote(id, { contents: [[0, 4]] }), putQuote(id, { speaker: "unknown" }), setLines([{ first: 2, last: 300, label: "body" }])]);
  screen.back("undo");
  failures.same("one undo takes a bulk step back", screen.state, before);
}

function finishingIsNoUndo(failures) {
  const screen = new Screen();
  label(screen, 1);
  screen.do([setStatus("done")]);
  failures.same("undo passes over the status", screen.history.undo().ops[0].kind, "lines.set");
}

function refusedStepIsForgotten(failures) {
  const screen = new Screen();
  label(screen, 1);
  label(screen, 2);
  screen.history.drop(screen.steps[1].step);
  failures.same("the step before is next", screen.history.undo().undoes, screen.steps[0].step);
}
