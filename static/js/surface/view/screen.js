/** Puts the label screen together: state in, parts connected, first paint, queue started. */
import { commandsFor } from "../model/commands.js";
import { Server } from "../server.js";
import { Sync } from "../sync.js";
import { actions } from "./actions.js";
import { Announcer } from "./announcer.js";
import { Attribution } from "./attribution.js";
import { Caret } from "./caret.js";
import { Decisions } from "./decisions.js";
import { Desk } from "./desk.js";
import { FinishCommands } from "./finish.js";
import { Gutter } from "./gutter.js";
import { Hints } from "./hints.js";
import { Keyboard } from "./keyboard.js";
import { LineCommands } from "./lines.js";
import { Minimap } from "./minimap.js";
import { Notice } from "./notice.js";
import { PageCommands } from "./page.js";
import { PageStances } from "./pagestances.js";
import { Panel } from "./panel.js";
import { rememberPlace } from "./place.js";
import { QuoteCommands } from "./quotes.js";
import { Runs } from "./runs.js";
import { TextSelection } from "./selection.js";
import { Side } from "./side.js";
import { StanceCommands } from "./stances.js";
import { Status } from "./status.js";
import { connectTools, keysNow, selectionActions } from "./buttons.js";

const byId = (id) => document.getElementById(id);

/** @param {HTMLElement} root  <main id="label"> with its URLs in data attributes */
export async function mount(root) {
  const notice = new Notice(byId("notice"));
  const announcer = new Announcer(byId("said"));
  const { stateUrl: state, opsUrl: ops, checkUrl: check, placeUrl: place } = root.dataset;
  const server = new Server({ state, ops, check, place });
  const sync = new Sync(server);
  const desk = new Desk({
    root,
    surface: byId("surface"),
    scroll: byId("scroll"),
    overlay: byId("overlay"),
    sync,
    say: (...words) => announcer.say(...words),
  });
  try {
    const first = await server.state();
    desk.commands = commandsFor(first.scheme);
    if (desk.text.length !== first.task.length) throw new Error("The text in this window isn't the stored one.");
    const parts = assemble(desk, notice);
    connectSync(desk, parts, notice, sync);
    desk.take(first);
    await begin(desk, first, parts);
  } catch (error) {
    notice.show(`This page can't be labelled now. ${error.message}`);
    throw error;
  }
}

function assemble(desk, notice) {
  const selection = new TextSelection(desk);
  const runs = new Runs(desk);
  const lines = new LineCommands(desk, runs);
  const attribution = new Attribution(desk, selection);
  const quotes = new QuoteCommands(desk, selection, attribution);
  const stances = new StanceCommands(desk, selection, quotes);
  const pageStances = new PageStances(desk, selection, stances);
  const page = new PageCommands(desk);
  const finish = new FinishCommands(desk, notice);
  const caret = new Caret(desk);
  const hints = new Hints(desk, { quotes, attribution, stances, pageStances, selection });
  const parts = { lines, runs, quotes, attribution, stances, pageStances, page, finish, caret, hints, selection };
  const keyboard = new Keyboard(desk, actions(desk, parts));
  page.others = keyboard.actions;
  parts.status = new Status(desk, () => keysNow(desk, selection));
  parts.decisions = new Decisions(desk, notice);
  new Side(desk, byId("left"), (id) => keyboard.run(id));
  new Panel(desk, byId("right"), parts);
  new Minimap(desk, byId("minimap"));
  new Gutter(desk, {
    run: (id) => keyboard.run(id),
    candidate: (offset) => hints.take(offset),
    enter: (id) => (desk.locked ? desk.setQuote(id) : quotes.enter(id)),
  });
  selection.offer(() => selectionActions(desk, parts));
  selection.onquotation = (picked) => !desk.locked && desk.asks("quotes") && quotes.whole(picked);
  connectTools(desk, keyboard, parts);
  return parts;
}

function connectSync(desk, parts, notice, sync) {
  Object.assign(sync, {
    onstate: (now) => {
      parts.status.saved(now);
      parts.decisions.update(now.decisions.length);
    },
    onremote: (ops) => desk.replay(ops),
    onrefused: async () => {
      const fresh = await sync.server.state();
      sync.rev = fresh.task.rev;
      desk.take(fresh);
      desk.replay((await sync.outbox.all()).map((record) => record.op));
    },
    onfault: (sentence) => notice.show(sentence),
  });
}

async function begin(desk, first, parts) {
  const { task } = first;
  const known = new Set(first.history.map((step) => step.step));
  const unsent = await desk.sync.start({
    instance: first.instance,
    person: first.person,
    task: task.id,
    rev: task.rev,
    sha256: task.text_sha256,
  });
  desk.replay(unsent.filter((op) => !known.has(op.step)));
  desk.cursor.to(task.place?.line ?? desk.cursor.step(0, 1), { scroll: task.place ? "center" : "nearest" });
  if (task.place?.quote && desk.labels.quotes.has(task.place.quote)) desk.setQuote(task.place.quote);
  desk.setMode("line");
  parts.decisions.update(desk.sync.decisions.length);
  rememberPlace(desk);
  desk.focus();
}
