/** The text selection as spans, and the bar beside it that acts on it by mouse and touch. */
import { newId, putNote, removeNote } from "../model/operations.js";
import { snapToGraphemes, snapToWords } from "../model/words.js";
import { h, modal, placeNear } from "./dom.js";
import { debounce } from "./when.js";

export class TextSelection {
  /** @param {import("./desk.js").Desk} desk */
  constructor(desk) {
    this.desk = desk;
    this.exact = false;
    this.bar = document.getElementById("bar");
    for (const floating of [this.bar, desk.overlay, document.getElementById("hints")])
      floating.addEventListener("mousedown", (event) => event.preventDefault());
    document.addEventListener("selectionchange", () => this.#changed());
    this.settled = debounce(() => this.show(), 200);
    document.addEventListener("pointerdown", (event) => (this.touch = event.pointerType === "touch"), { capture: true });
    desk.surface.addEventListener("copy", (event) => this.#copy(event));
    desk.surface.addEventListener("dblclick", (event) =>
      this.onquotation?.(desk.offsets.character(event.clientX, event.clientY)),
    );
    document.addEventListener("pointerup", (event) => {
      if (this.bar.contains(event.target)) return;
      this.exact = event.altKey;
      this.show();
    });
  }

  get some() {
    return this.desk.offsets.selection() !== null;
  }

  /**
   * The selection as spans without white space at their ends and without a newline inside, snapped outward to whole words
   * (to graphemes only, with `whole: false`; not at all after a drag with Alt). Null without a selection.
   */
  spans({ whole = true } = {}) {
    const picked = this.desk.offsets.selection();
    if (!picked) return null;
    const { text } = this.desk;
    const spans = [];
    for (let n = text.lineAt(picked[0]); n <= text.lineAt(picked[1]); n += 1) {
      const part = text.trim(Math.max(picked[0], text.lineStart(n)), Math.min(picked[1], text.lineEnd(n)));
      if (part[0] < part[1]) spans.push(this.exact ? part : (whole ? snapToWords : snapToGraphemes)(text, ...part));
    }
    return spans.length ? spans : null;
  }

  clear() {
    this.exact = false;
    this.desk.offsets.clear();
    this.hide();
  }

  /** Adds a note on the selection, or on the cursor's line; a note that hangs there already is changed, and goes when emptied. */
  note(id = this.some ? null : this.desk.labels.spansOn(this.desk.cursor.n).find((one) => one.note)?.note) {
    const { desk } = this;
    const n = desk.cursor.n;
    const old = desk.labels.notes.get(id);
    const [start, end] = old ? [old.start, old.end] : this.spans()?.[0] ?? desk.text.trim(desk.text.lineStart(n), desk.text.lineEnd(n));
    if (start >= end) return desk.refuse("There are no words here to hang a note on.");
    const field = h("textarea.input", { rows: 4, "aria-label": "Note", value: old?.note ?? "" });
    const dialog = h(
      "dialog.menu",
      { "aria-label": "Note" },
      h("h3", {}, "Note"),
      field,
      h(
        "div.row",
        {},
        h("button.button.primary.small", { on: { click: () => keep() } }, "Keep"),
        h("button.button.small", { on: { click: () => shut() } }, "Cancel"),
      ),
    );
    field.addEventListener(
      "keydown",
      (event) => event.key === "Enter" && (event.ctrlKey || event.metaKey) && keep(),
    );
    const keep = () => {
      const note = field.value.trim();
      shut();
      if (old && !note) this.removeNote(id);
      else if (note && note !== old?.note)
        desk.change([putNote(old ? id : newId("n"), old ? { note } : { start, end, note })], { said: "Note kept" });
    };
    const shut = modal(dialog, () => {
      this.clear();
      desk.focus();
    });
    placeNear(dialog, desk.offsets.line(n).getBoundingClientRect());
    return true;
  }

  removeNote(id) {
    return this.desk.change([removeNote(id)], { said: "Note deleted" });
  }

  #copy(event) {
    const picked = this.desk.offsets.selection();
    if (!picked) return;
    event.clipboardData.setData("text/plain", this.desk.text.slice(...picked));
    event.preventDefault();
  }

  #changed() {
    if (!this.some) this.hide();
    else if (this.touch) this.settled(); // a long press and its handles send no pointerup
    this.desk.emit("selection");
  }

  /** Fills the bar with what the scheme asks for. @param {[string, string, () => void][]} actions  label, key, what to do */
  offer(actions) {
    this.actions = actions;
  }

  show() {
    const { desk } = this;
    if (!this.some || desk.locked) return this.hide();
    const buttons = this.actions().map(([label, keys, act]) =>
      h("button.button", { title: keys ? `${label} (${keys})` : label, on: { click: () => act() } }, label),
    );
    if (!buttons.length) return this.hide();
    this.bar.classList.add("float");
    this.bar.replaceChildren(...buttons);
    this.bar.hidden = false;
    placeNear(this.bar, getSelection().getRangeAt(0).getBoundingClientRect());
    return true;
  }

  hide() {
    this.bar.hidden = true;
  }
}
