/** Menus that a letter picks from, and the help: both read the command table, neither knows a key of its own. */
import { h, modal, placeNear } from "./dom.js";
import { resolve } from "../model/keys.js";

/** Opens the menu of kinds; a key or a click picks. @param {(command: Object) => void} run */
export function kindMenu(desk, run) {
  const definition = (command) => desk.scheme.kinds.find((kind) => kind.id === command.value);
  const row = (command) => {
    const kind = definition(command);
    const swatch = h(`span.swatch.label.${kind?.parent ?? (command.id === "line.optional" ? "optional" : "body")}`);
    return [swatch, h("b", {}, command.title), h("span.dim", {}, kind?.definition ?? "")];
  };
  letterMenu(desk, { mode: "kind", title: "Kinds of lines", group: "Kinds", row }, run);
}

/** Opens the menu of a quote's flags. @param {string[]} now  flags it has  @param {(command: Object) => void} run */
export function flagMenu(desk, now, run) {
  const row = (command) => [h("b", {}, command.title), h("span.dim", {}, now.includes(command.value) ? "✓" : "")];
  letterMenu(desk, { mode: "flags", title: "Flags of the quote", group: "Flags of a quote", row }, run);
}

function letterMenu(desk, { mode, title, group, row }, run) {
  const commands = desk.commands.filter((command) => command.modes.includes(mode) && command.group === group);
  const before = desk.mode;
  const menu = h("dialog.menu", { "aria-label": title });
  const pick = (command) => {
    shut();
    run(command);
  };
  const item = (command) =>
    h("li", {}, h("button.pick", { on: { click: () => pick(command) } }, h("kbd", {}, command.keys[0]), row(command)));
  menu.append(h("ul.kinds", {}, commands.map(item)));
  menu.addEventListener("keydown", (event) => {
    const found = resolve(event, mode, { commands, selection: false });
    if (!found) return;
    event.preventDefault();
    pick(found.command);
  });
  desk.setMode(mode);
  const shut = modal(menu, () => {
    desk.setMode(before);
    desk.focus();
  });
  placeNear(menu, desk.offsets.line(desk.cursor.n).getBoundingClientRect());
}

/** Every key of this project by its heading. A click on an entry does it. */
export function help(desk, run) {
  const groups = new Map();
  for (const command of desk.commands) groups.set(command.group, [...(groups.get(command.group) ?? []), command]);
  const row = (command) => [
    h(
      "dt",
      {},
      command.keys.slice(0, command.id.startsWith("hint.") ? 6 : 2).map((key) => [h("kbd", {}, key), " "]),
    ),
    h(
      "dd",
      {},
      command.title,
      command.modes.includes("line") ? "" : h("span.dim", {}, ` (${command.modes.join(", ")})`),
    ),
  ];
  const sections = [...groups].map(([name, commands]) =>
    h("section", {}, h("h3", {}, name), h("dl", {}, commands.map(row))),
  );
  const dialog = h(
    "dialog",
    {
      "aria-label": "Keys and what they do",
      on: { click: (event) => event.target === dialog && shut() },
    },
    h(
      "div.row",
      {},
      h("h2", {}, "Keys and what they do"),
      h("button.button.small", { on: { click: () => shut() } }, "Close"),
    ),
    h(
      "p.hint",
      {},
      "Keys count while the text has the focus. Select words with the mouse, or with v. Alt while dragging keeps the exact characters.",
    ),
    h("div.help", {}, sections),
  );
  const shut = modal(dialog, () => desk.focus());
}
