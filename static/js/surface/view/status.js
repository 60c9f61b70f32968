/** Header and footer: progress, save state, mode, and the keys that matter now. */
import { h, set, write } from "./dom.js";
import { atRest, soon } from "./when.js";

const NAMES = { line: "Lines", kind: "Kind", flags: "Flags", quote: "Quote", caret: "Words", jump: "Jump", answers: "Page", stance: "Stance" };

export class Status {
  /** @param {import("./desk.js").Desk} desk  @param {() => [string, string, string?][]} keysNow  keys, words and command of the moment */
  constructor(desk, keysNow, run) {
    Object.assign(this, { desk, keysNow, run });
    this.save = document.getElementById("save");
    this.saving = () => this.#saving();
    const [mode, around] = [() => this.#mode(), () => this.#around()];
    desk.on("mode task reload", () => soon(mode));
    desk.on("mode current selection reload task change keys cursor", () => atRest(around));
  }

  /** What the queue says. That something is under way, or wrong, shows at once; how far it has come, when the keys rest. */
  saved(now) {
    this.now = now;
    const brief = now.state === "saved" || now.state === "kept" || (now.state === "writing" && this.save.dataset.state !== "saved");
    if (brief) atRest(this.saving);
    else this.#saving();
  }

  /** Three states and the sign-in. */
  #saving() {
    const { state, count, rev, decisions } = this.now;
    const words = {
      saved: `Saved · rev ${rev}`,
      writing: "Keeping…",
      kept: `Kept on this computer (${count}), will be sent`,
      decision: `Needs your decision (${new Set(decisions.map((one) => one.op.step)).size})`,
      signin: `Sign in again (${count} kept)`,
    };
    set(this.save.dataset, "state", state);
    write(this.save, words[state]);
  }

  #around() {
    this.#progress();
    this.#keys();
    this.#where();
  }

  #progress() {
    const { desk } = this;
    const { lines, quotes } = desk.labels.progress();
    this.#meter("lines-meter", lines, desk.asks("lines"));
    this.#meter("quotes-meter", quotes, desk.asks("quotes"));
    const { history } = desk;
    for (const [name, on] of [
      ["undo", history.canUndo],
      ["redo", history.canRedo],
    ])
      set(document.querySelector(`.top [data-command="${name}"]`), "disabled", desk.locked || !on);
    set(document.querySelector('.top [data-command="finish"]'), "hidden", desk.readOnly || desk.done);
    set(document.querySelector('.top [data-command="reopen"]'), "hidden", desk.readOnly || !desk.done);
  }

  #meter(id, { done, total }, shown) {
    const meter = document.getElementById(id);
    set(meter, "hidden", !shown);
    const words = `${done}/${total}`;
    const counts = meter.querySelector("b");
    if (counts.textContent === words) return;
    counts.textContent = words;
    Object.assign(meter.querySelector("progress"), { max: total || 1, value: done });
  }

  #mode() {
    const { desk } = this;
    const mode = document.getElementById("mode");
    const now = desk.locked ? "" : desk.mode;
    set(mode.dataset, "mode", now);
    const name = desk.readOnly ? "Read only" : desk.done ? "Done" : (NAMES[desk.mode] ?? desk.mode);
    if (name !== mode.textContent) desk.say(`Mode: ${name}`, false, true);
    write(mode, name);
  }

  #keys() {
    const { desk } = this;
    const hints = desk.readOnly ? [] : this.keysNow();
    if (String(hints) === this.shown) return;
    this.shown = String(hints);
    document.getElementById("hints").replaceChildren(
      ...hints.map(([keys, words, id]) =>
        h(
          id ? "button" : "span",
          id ? { tabIndex: -1, on: { click: () => this.#run(id) } } : {},
          keys.split(" ").map((key) => (key === "–" ? key : h("kbd", {}, key))),
          words,
        ),
      ),
    );
  }

  #run(id) {
    this.desk.focus();
    this.run(id);
  }

  #where() {
    const { cursor, labels, target, text } = this.desk;
    const label = labels.lines.get(cursor.n);
    const about = label
      ? [label.label, label.kind, ...label.flags].filter(Boolean).join(" · ")
      : text.isBlank(cursor.n)
        ? "blank"
        : "unlabelled";
    const toward = target ? [" · toward ", h("b", {}, this.desk.name(target))] : [];
    document
      .getElementById("where")
      .replaceChildren(
        `line ${cursor.n} · char ${grouped(text.lineStart(cursor.n))} · ${this.desk.asks("lines") ? about : ""}`,
        ...toward,
      );
  }
}

/** A number with a narrow space before every three digits. */
function grouped(number) {
  return String(number).replace(/\B(?=(\d{3})+$)/g, "\u202f");
}
