// Undo and redo: which step comes next, and the operations that take it back.

/** @typedef {{step: string, undoes: string|null, ops: object[], inverse: object[]}} Step */

const LIMIT = 1000;

/** An undo is a step of its own that names the step it takes back; a redo takes back the undo: both survive a reload. */
export class History {
  #undo = [];
  #redo = [];

  /** @param {Step[]} steps oldest first */
  constructor(steps = []) {
    for (const step of steps) this.record(step);
  }

  get canUndo() {
    return this.#undo.length > 0;
  }

  get canRedo() {
    return this.#redo.length > 0;
  }

  /** Remember a step that was applied; `inverse` in the order to apply. @param {Step} step */
  record({ step, undoes = null, ops, inverse }) {
    const back = inverse.filter((op) => op && op.kind !== "status.set");
    if (undoes) this.#move({ step, ops, inverse: back }, undoes);
    else if (back.length) {
      this.#undo.push({ step, ops, inverse: back });
      if (this.#undo.length > LIMIT) this.#undo.shift();
      this.#redo = [];
    }
  }

  /** Forget a step that the server refused. @param {string} step */
  drop(step) {
    this.#undo = this.#undo.filter((one) => one.step !== step);
    this.#redo = this.#redo.filter((one) => one.step !== step);
  }

  /** What takes back the last step; apply it as a new step that `undoes` it, then record that one.
   * @returns {{undoes: string, ops: object[]}|null} */
  undo() {
    return offered(this.#undo);
  }

  /** What takes back the last undo. @returns {{undoes: string, ops: object[]}|null} */
  redo() {
    return offered(this.#redo);
  }

  /** Move to the other pile; an undo of a step from before this history changes nothing. */
  #move(step, undoes) {
    for (const [from, to] of [[this.#undo, this.#redo], [this.#redo, this.#undo]]) {
      const index = from.findLastIndex((one) => one.step === undoes);
      if (index < 0) continue;
      from.splice(index, 1);
      to.push(step);
      return;
    }
  }
}

function offered(pile) {
  const top = pile.at(-1);
  return top ? { undoes: top.step, ops: top.inverse } : null;
}
