/** The buttons around the text: header tools, drawers, the bar beside a selection, and the keys that the footer shows. */

/** Header buttons that name a command, drawers of the side panels, reading view. */
export function connectTools(desk, keyboard, { finish, unsent }) {
  const own = {
    undo: () => desk.undo(-1),
    redo: () => desk.undo(1),
    finish: () => finish.finish(),
    reopen: () => finish.reopen(),
    help: () => keyboard.run("help"),
    reading: () => reading(desk),
  };
  for (const button of document.querySelectorAll(".top [data-command]"))
    button.addEventListener("click", () => own[button.dataset.command]());
  for (const button of document.querySelectorAll(".top [data-drawer]")) {
    button.addEventListener("click", () => {
      const open = document.getElementById(button.dataset.drawer).classList.toggle("open");
      button.setAttribute("aria-expanded", String(open));
    });
  }
  document.getElementById("save").addEventListener("click", () => unsent.open());
  document.addEventListener("keydown", (event) => {
    if (event.key === "F6") regions(desk, event);
    else if (event.key === "Escape" && !desk.surface.contains(event.target) && !event.target.closest("dialog"))
      desk.focus();
  });
}

/** Drops the listbox so that a screen reader can browse the text. */
function reading(desk) {
  const on = desk.surface.classList.toggle("reading");
  desk.surface.setAttribute("role", on ? "document" : "listbox");
  for (const line of desk.surface.querySelectorAll(".line")) line.setAttribute("role", on ? "paragraph" : "option");
  document.querySelector('[data-command="reading"]').setAttribute("aria-pressed", String(on));
}

function regions(desk, event) {
  event.preventDefault();
  const stops = [desk.surface, document.getElementById("right"), document.querySelector(".top .tools button")];
  const at = stops.findIndex((stop) => stop === document.activeElement || stop.contains(document.activeElement));
  stops[(at + (event.shiftKey ? stops.length - 1 : 1)) % stops.length].focus();
}

/** What the bar beside a selection offers: what the scheme asks for, with the fields of a quote once one is current. */
export function selectionActions(desk, { quotes, attribution, stances, selection, lines }) {
  const rules = desk.scheme.quotes;
  const set = (field, add) => () => attribution.set(field, selection.spans(), { add });
  const list = [];
  if (desk.asks("quotes")) {
    list.push(["Quote", "q", () => quotes.quote()], ["These words", "Q", () => quotes.indirect()]);
    const { current } = quotes;
    if (current) {
      list.push(["Content", "m", set("contents", true)], ["Cue", "c", set("cues")]);
      if (current.cues.length) list.push(["Cue +", "C", set("cues", true)]);
      list.push(["Source", "s", set("sources")]);
      if (current.sources.length) list.push(["Source +", "S", set("sources", true)]);
      if (rules.via) list.push(["Via", "w", set("via")]);
      if (rules.addressee) list.push(["Addressee", "d", set("addressee")]);
    }
  }
  if (desk.asks("stances") && (quotes.current || desk.base === "stance"))
    list.push(
      ["Evidence", "e", () => stances.evidence()],
      ["Evidence +", "E", () => stances.evidence({ add: true })],
    );
  if (desk.asks("lines"))
    list.push(
      ["Body", "b", () => lines.ofSelection("body", selection)],
      ["Boilerplate", "x", () => lines.ofSelection("boilerplate", selection)],
    );
  list.push(["Note", "i", () => selection.note()]);
  return list;
}

const SHOWN = {
  line: ["line.body", "line.boilerplate", "fill.body", "kind", "quote", "unlabelled.next", "undo", "page.done", "help"],
  quote: [
    "quote.commit",
    "hint.source",
    "hint.cue",
    "source.none",
    "target",
    "quote.next",
    "quote.delete",
    "undo",
    "leave",
  ],
  caret: [
    "caret.extend-right",
    "caret.quotation",
    "caret.sentence",
    "quote",
    "span.source",
    "span.cue",
    "span.evidence",
    "leave",
  ],
  stance: ["target", "stance.holder", "stance.next", "stance.delete", "stance.commit", "leave"],
  selection: ["quote", "span.content", "span.source", "span.cue", "span.evidence", "note", "leave"],
};
const WORDS = {
  "line.body": "body",
  "line.boilerplate": "boilerplate",
  "fill.body": "fill",
  kind: "kind",
  quote: "quote",
  "unlabelled.next": "next unlabelled",
  undo: "undo",
  "page.done": "finish",
  help: "keys",
  "quote.commit": "accept, next",
  "hint.source": "source",
  "hint.cue": "cue",
  "source.none": "no source",
  target: "target",
  "quote.next": "next quote",
  "quote.delete": "delete",
  leave: "leave",
  "span.source": "source",
  "span.cue": "cue",
  "span.evidence": "evidence",
  "span.content": "more content",
};

/** Keys and words for the mode of the moment. @returns {[string, string][]} */
export function keysNow(desk, selection) {
  const mode = desk.done ? "done" : selection.some && desk.mode !== "caret" ? "selection" : desk.mode;
  const commands = (SHOWN[mode] ?? [])
    .map((id) =>
      desk.commands.find((command) => command.id === id && (mode === "selection" || command.modes.includes(mode))),
    )
    .filter(Boolean);
  const keys = commands.map(({ id, keys: all, title }) => [
    id.startsWith("hint.") ? all.slice(0, 3).join(" ") : all[0],
    WORDS[id] ?? title.toLowerCase(),
  ]);
  const stances =
    mode === "quote" || mode === "stance"
      ? desk.commands.filter((command) => "value" in command && /^stance\.[^.]+$/.test(command.id))
      : [];
  if (stances.length) keys.splice(1, 0, [`1 ${stances.at(-1).keys[0]}`, "stance"]);
  return keys;
}
