/** Menus that a letter picks from: they read the command table and know no key of their own. */
import { h, modal, placeNear } from "./dom.js";

/** Opens the menu of kinds; a key or a click picks. @param {boolean} fill  for the rest of the run */
export function kindMenu(desk, fill) {
  const definition = (command) => desk.scheme.kinds.find((kind) => kind.id === command.value);
  const row = (command) => {
    const kind = definition(command);
    const swatch = h(`span.swatch.label.${kind?.parent ?? (command.id === "line.optional" ? "optional" : "body")}`);
    return [swatch, h("b", {}, command.title), h("span.dim", {}, kind?.definition ?? "")];
  };
  letterMenu(desk, { mode: "kind", title: "Kinds of lines", row, context: { fill } });
}

/** Opens the menu of a quote's flags. @param {string[]} now  flags it has */
export function flagMenu(desk, now) {
  const row = (command) => [h("b", {}, command.title), h("span.dim", {}, now.includes(command.value) ? "✓" : "")];
  letterMenu(desk, { mode: "flags", title: "Flags of the quote", row, context: {} });
}

function letterMenu(desk, { mode, title, row, context }) {
  const { keyboard } = desk;
  const commands = desk.commands.filter((command) => command.modes[0] === mode);
  const before = desk.mode;
  const menu = h("dialog.menu", { "aria-label": title });
  const pick = (command) => {
    shut();
    keyboard.run(command.id, context);
  };
  const item = (command) =>
    h(
      "li",
      {},
      h("button.pick", { on: { click: () => pick(command) } }, h("kbd", {}, keyboard.cap(command.id)), row(command)),
    );
  menu.append(h("ul.kinds", {}, commands.map(item)));
  menu.addEventListener("keydown", (event) => {
    const found = keyboard.find(event, mode, commands);
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
