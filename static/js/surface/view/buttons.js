/** The buttons around the text: header tools, drawers, the bar beside a selection, and the keys that the footer shows. */

/** What the header's buttons are called where it isn't the command's own id. */
const NAMES = { finish: "page.done", reopen: "page.reopen" };

/** Header buttons that name a command, drawers of the side panels. */
export function connectTools(desk, { unsent }) {
  const { keyboard } = desk;
  const tools = [...document.querySelectorAll(".top [data-command]")];
  const command = ({ dataset }) => keyboard.command(NAMES[dataset.command] ?? dataset.command);
  const name = () => {
    for (const tool of tools) tool.title = [command(tool).title, keyboard.cap(command(tool).id)].filter(Boolean).join(" · ");
  };
  name();
  desk.on("keys", name);
  for (const tool of tools) tool.addEventListener("click", () => keyboard.run(command(tool).id));
  for (const button of document.querySelectorAll(".top [data-drawer]")) {
    button.addEventListener("click", () => {
      const open = document.getElementById(button.dataset.drawer).classList.toggle("open");
      button.setAttribute("aria-expanded", String(open));
    });
  }
  document.getElementById("save").addEventListener("click", () => unsent.open());
}

/** Buttons of the bar: words and command. */
const BAR = [
  ["Quote", "quote"],
  ["These words", "quote.indirect"],
  ["Content", "span.content"],
  ["Cue", "span.cue"],
  ["Cue +", "span.more-cue"],
  ["Source", "span.source"],
  ["Source +", "span.more-source"],
  ["Via", "span.via"],
  ["Addressee", "span.addressee"],
  ["Evidence", "span.evidence"],
  ["Evidence +", "span.more-evidence"],
  ["Body", "line.body"],
  ["Boilerplate", "line.boilerplate"],
  ["Note", "note"],
];

/** What the bar beside a selection offers: what the scheme asks for, with the fields of a quote once one is current. */
export function selectionActions(desk, { quotes, selection, lines }) {
  const { current } = quotes;
  const fits = {
    "span.more-cue": () => current?.cues.length,
    "span.more-source": () => current?.sources.length,
    "span.evidence": () => current || desk.base === "stance",
    "span.more-evidence": () => current || desk.base === "stance",
  };
  const offered = ([, id]) => desk.keyboard.command(id) && (fits[id]?.() ?? (current || !id.startsWith("span.")));
  const act = (id) =>
    id.startsWith("line.") ? lines.ofSelection(id.slice("line.".length), selection) : desk.keyboard.run(id);
  return BAR.filter(offered).map(([words, id]) => [words, desk.keyboard.cap(id), () => act(id)]);
}

/** Words of the footer, by mode: the first five always, the others until their command has been used often enough. */
const SHOWN = {
  line: [
    ["line.body", "body"],
    ["line.boilerplate", "boilerplate"],
    ["fill.body", "fill"],
    ["kind", "kind"],
    ["quote", "quote"],
    ["unlabelled.next", "next unlabelled"],
    ["undo", "undo"],
    ["page.done", "finish"],
    ["jump", "jump"],
    ["search", "search"],
    ["palette", "commands"],
    ["help", "keys"],
  ],
  quote: [
    ["quote.commit", "accept, next"],
    ["hint.source", "source"],
    ["hint.cue", "cue"],
    ["quote.indirect", "read otherwise"],
    ["span.evidence", "evidence"],
    ["target", "target"],
    ["quote.delete", "delete"],
    ["source.none", "no source"],
    ["quote.next", "next quote"],
    ["undo", "undo"],
    ["leave", "leave"],
  ],
  caret: [
    ["caret.extend-right", "extend"],
    ["caret.quotation", "quotation"],
    ["quote", "quote"],
    ["span.source", "source"],
    ["span.cue", "cue"],
    ["span.evidence", "evidence"],
    ["caret.sentence", "sentence"],
    ["leave", "leave"],
  ],
  words: [
    ["words.letter", "first word, then last"],
    ["leave", "leave"],
  ],
  stance: [
    ["target", "target"],
    ["stance.holder", "holder"],
    ["stance.next", "next"],
    ["stance.delete", "delete"],
    ["stance.commit", "done"],
    ["leave", "leave"],
  ],
  selection: [
    ["quote", "quote"],
    ["span.content", "more content"],
    ["span.source", "source"],
    ["span.cue", "cue"],
    ["span.evidence", "evidence"],
    ["note", "note"],
    ["leave", "leave"],
  ],
};
const ALWAYS = 5;

/** Keys, words and, where a click can do it, the command for the mode of the moment. @returns {[string, string, string?][]} */
export function keysNow(desk, selection) {
  const { keyboard } = desk;
  const mode = desk.done ? "done" : selection.some && desk.mode !== "caret" ? "selection" : desk.mode;
  const there = ([id]) => {
    const command = keyboard.command(id);
    return command?.keys.length && (mode === "selection" || command.modes.includes(mode));
  };
  const caps = (id) => keyboard.caps.of(keyboard.command(id).keys).slice(0, /^(hint|words)\./.test(id) ? 3 : 1);
  const keys = (SHOWN[mode] ?? [])
    .filter(there)
    .filter(([id], at) => at < ALWAYS || !keyboard.knows(id))
    .map(([id, words]) => [caps(id).join(" "), words, /^(hint|words)\./.test(id) ? "" : id]);
  const stances = desk.commands.filter(({ id, modes }) => /^stance\.[^.]+$/.test(id) && /^\d$/.test(keyboard.cap(id)) && modes.includes(mode));
  if (stances.length) keys.splice(1, 0, [`1 – ${keyboard.cap(stances.at(-1).id)}`, "stance"]);
  return keys;
}
