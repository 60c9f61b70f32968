/** The two dialogs of the adjudication screen: why something was decided, and which keys there are. */
import { h, modal } from "./dom.js";

/** Asks for a reason. @param {import("./desk.js").Desk} desk  @param {string} words  so far  @param {(words: string) => void} kept */
export function askWhy(desk, words, kept) {
  const field = h("textarea.input", { rows: 3, "aria-label": "Why", value: words, maxLength: 1000 });
  const keep = () => {
    shut();
    kept(field.value.trim());
  };
  const dialog = h(
    "dialog",
    { "aria-label": "Why" },
    h("h2", {}, "Why?"),
    field,
    h("p.hint", {}, "It is kept with the next decision here; a decided place is decided the same way again, with the reason."),
    h("div.row", {}, h("button.button.primary.small", { on: { click: keep } }, "Keep"), h("button.button.small", { on: { click: () => shut() } }, "Cancel")),
  );
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey) return;
    event.preventDefault();
    keep();
  });
  const shut = modal(dialog, () => desk.focus());
  field.focus();
}

/** Shows every command with its keys. @param {import("./desk.js").Desk} desk  @param {import("../model/commands.js").Command[]} commands */
export function showKeys(desk, commands) {
  const groups = [...Map.groupBy(commands.filter(({ keys }) => keys.length), ({ group }) => group)];
  const row = ({ keys, title }) => [h("dt", {}, keys.map((key) => [h("kbd", {}, key), " "])), h("dd", {}, title)];
  const sections = groups.map(([group, own]) => h("section", {}, h("h3", {}, group), h("dl", {}, own.map(row))));
  const dialog = h("dialog", { "aria-label": "Keys" }, h("h2", {}, "Keys"), h("div.help", {}, sections), h("button.button", { on: { click: () => shut() } }, "Close"));
  const shut = modal(dialog, () => desk.focus());
}
