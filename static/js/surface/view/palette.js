/** The palette: type to find a command of the moment, Enter does it. */
import { fold } from "../model/fold.js";
import { TypeAhead } from "./typeahead.js";

/** Modes whose commands are at hand in another one, too, and the command that leads there. */
const WITHIN = { line: { kind: "kind", answers: "answers" }, quote: { flags: "quote.flags" } };

/** @param {import("./desk.js").Desk} desk */
export function palette(desk) {
  const { mode, keyboard } = desk;
  const selected = getSelection();
  const ends = desk.offsets.selection() && [
    desk.offsets.fromPoint(selected.anchorNode, selected.anchorOffset),
    desk.offsets.fromPoint(selected.focusNode, selected.focusOffset),
  ];
  const within = WITHIN[mode] ?? {};
  const modes = [mode, ...Object.keys(within)];
  const keys = ({ id, modes: [own] }) => (within[own] ? [within[own], id] : [id]).map((one) => keyboard.cap(one)).filter(Boolean);
  const there = (one) => one.modes.some((its) => modes.includes(its)) && (!one.when || (ends && one.when === "selection"));
  const all = desk.commands
    .filter((one) => there(one) && one.id !== "palette")
    .map((one) => ({ id: one.id, text: one.title, note: one.group, keys: keys(one) }));
  const rows = (query) => {
    const parts = fold(query, desk.language.fold).split(/\s+/);
    return all.filter(({ text, note }) => parts.every((part) => ` ${fold(text)} ${fold(note)}`.includes(` ${part}`)));
  };
  const closed = (row) => {
    if (ends) desk.offsets.select(...ends);
    if (row) keyboard.run(row.id);
  };
  new TypeAhead(desk, { title: "Find a command", rows, none: "No command of this moment fits.", closed }).open();
}
