/** Keys of the text surface, through the command table; buttons that name a command run it too. */
import { resolve } from "../model/keys.js";

export class Keyboard {
  /** @param {import("./desk.js").Desk} desk  @param {Record<string, Function>} actions */
  constructor(desk, actions) {
    Object.assign(this, { desk, actions });
    desk.surface.addEventListener("keydown", (event) => this.#press(event));
  }

  /** Runs a command by its id; false when the screen can't do it now. */
  run(id, context = {}) {
    const action = this.actions[id];
    if (!action) return false;
    action(context);
    return true;
  }

  #press(event) {
    const { desk } = this;
    if (event.defaultPrevented) return;
    const found = resolve(event, desk.mode, { commands: desk.commands, selection: desk.offsets.selection() !== null });
    if (!found) return;
    if (this.run(found.command.id, { ...found, event })) event.preventDefault();
  }
}
