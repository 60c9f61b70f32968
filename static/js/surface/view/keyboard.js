/** Keys of the text surface, through the command table; buttons that name a command run it too. */
import { Keycaps } from "../model/keycaps.js";
import { givesOtherScript, keyOf, resolve } from "../model/keys.js";
import { personal } from "../model/remap.js";
import { remember, remembered } from "./memory.js";

const LEARNED = 3;

export class Keyboard {
  /** @param {import("./desk.js").Desk} desk  @param {Record<string, Function>} actions  by id, or by family: `kind.*` */
  constructor(desk, actions) {
    Object.assign(this, { desk, actions, foreign: false, taker: null, caps: new Keycaps() });
    desk.keyboard = this;
    this.setKeys(desk.own);
    this.uses = remembered(`${desk.owner} uses`, {});
    desk.surface.addEventListener("keydown", (event) => this.#press(event));
    document.addEventListener("keydown", (event) => this.#elsewhere(event));
    navigator.keyboard?.getLayoutMap?.().then((layout) => this.caps.know(layout), () => {});
  }

  /** Gives the commands a person's own keys. @param {import("../model/remap.js").OwnKeys|null} own */
  setKeys(own) {
    Object.assign(this.desk, { own, commands: personal(this.desk.table, own) });
    this.desk.emit("keys");
  }

  /** Runs a command by its id; false when the screen can't do it now. */
  run(id, context = {}) {
    const action = this.actions[id] ?? this.actions[`${id.split(".")[0]}.*`];
    const command = this.command(id);
    if (!action || !command) return false;
    this.#count(id);
    action({ command, key: command.keys[0], ...context });
    return true;
  }

  /** A command of this project, in the mode of the moment where there are several; undefined for what is off. */
  command(id) {
    return this.desk.commands.find((one) => one.id === id);
  }

  /** The key of a command as it is printed on this person's keyboard; "" without one. */
  cap(id) {
    return this.caps.of(this.command(id)?.keys ?? [])[0] ?? "";
  }

  /** Tell whether a person has used a command often enough to know it. */
  knows(id) {
    return this.uses[id] >= LEARNED;
  }

  /** What a key press means in a mode. @returns {{command: Object, key: string}|null} */
  find(event, mode = this.desk.mode, commands = this.desk.commands) {
    this.foreign = givesOtherScript(event) ?? this.foreign;
    this.caps.learn(event);
    const { offsets } = this.desk;
    return resolve(event, mode, { commands, foreign: this.foreign, get selection() { return offsets.selection() !== null; } });
  }

  /** Hands the next keys to somebody, as long as it returns true. @param {(key: string) => boolean} taker */
  take(taker) {
    this.taker = taker;
  }

  #press(event) {
    if (event.defaultPrevented) return;
    const found = this.find(event);
    if (this.taker) {
      const key = keyOf(event, "line", this.foreign);
      if (key && !this.taker(key)) this.taker = null;
      if (key) event.preventDefault();
    } else if (found && this.run(found.command.id, { ...found, event })) event.preventDefault();
  }

  /** Outside of the text single characters mean nothing, and a field keeps its keys. */
  #elsewhere(event) {
    const { desk } = this;
    if (event.defaultPrevented || desk.surface.contains(event.target) || event.target.closest?.("dialog")) return;
    const found = this.find(event);
    if (event.key === "Escape") desk.focus();
    else if (!found?.command.anywhere || found.key.length < 2) return;
    else if (event.target.matches("input, select, textarea") && !found.command.id.startsWith("region")) return;
    else if (this.run(found.command.id, { ...found, event })) event.preventDefault();
  }

  #count(id) {
    if (this.knows(id)) return;
    this.uses[id] = (this.uses[id] ?? 0) + 1;
    remember(`${this.desk.owner} uses`, this.uses);
  }
}
