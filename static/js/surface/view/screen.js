/** Puts the label screen together: state in, parts connected, first paint, queue started. */
import { commandsFor } from "../model/schemecommands.js";
import { Server } from "../server.js";
import { Sync } from "../sync.js";
import { actions } from "./actions.js";
import { Announcer } from "./announcer.js";
import { Attribution } from "./attribution.js";
import { BaseCommands } from "./base.js";
import { Caret } from "./caret.js";
import { Desk } from "./desk.js";
import { FinishCommands } from "./finish.js";
import { Ghosts } from "./ghosts.js";
import { Gutter } from "./gutter.js";
import { Hints } from "./hints.js";
import { Invisibles } from "./invisibles.js";
import { Keyboard } from "./keyboard.js";
import { LineCommands } from "./lines.js";
import { Minimap } from "./minimap.js";
import { Notice } from "./notice.js";
import { PageCommands } from "./page.js";
import { PageStances } from "./pagestances.js";
import { Panel } from "./panel.js";
import { firstPlace, rememberPlace } from "./place.js";
import { QuoteCommands } from "./quotes.js";
import { Runs } from "./runs.js";
import { Search } from "./search.js";
import { TextSelection } from "./selection.js";
import { Side } from "./side.js";
import { StanceCommands } from "./stances.js";
import { Status } from "./status.js";
import { Tour } from "./tour.js";
import { Unsent } from "./unsent.js";
import { crossing } from "./crossing.js";
import { connectTools, keysNow, selectionActions } from "./buttons.js";

const byId = (id) => document.getElementById(id);

/** @param {HTMLElement} root  <main id="label"> with its URLs in data attributes */
export async function mount(root) {
  const notice = new Notice(byId("notice"));
  const announcer = new Announcer(byId("said"));
  const { stateUrl: state, opsUrl: ops, checkUrl: check, placeUrl: place, sessionUrl: session, keysUrl: keys, disputeUrl: dispute } = root.dataset;
  const server = new Server({ state, ops, check, place, session, keys, dispute });
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
    const first = await firstState(server, notice);
    const owner = `annotator ${first.instance} ${first.person}`;
    Object.assign(desk, { owner, table: commandsFor(first.scheme, Boolean(first.base)), own: first.keys });
    if (desk.text.length !== first.task.length) throw new Error("The text in this window isn't the stored one.");
    sync.onfault = (sentence) => notice.show(sentence);
    const unsent = await started(sync, first); // before any key is heard: what is shown as marked must be kept
    const parts = assemble(desk, notice);
    connectSync(desk, parts, sync);
    desk.take(first);
    resume(desk, first, unsent);
    begin(desk, first, parts);
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
  new Ghosts(desk, attribution.guesses);
  const quotes = new QuoteCommands(desk, selection, attribution);
  const stances = new StanceCommands(desk, selection, quotes);
  const pageStances = new PageStances(desk, selection, stances);
  const page = new PageCommands(desk);
  const finish = new FinishCommands(desk, notice);
  const base = new BaseCommands(desk, finish);
  const caret = new Caret(desk);
  const hints = new Hints(desk, { quotes, attribution, stances, pageStances, selection });
  const parts = { lines, runs, quotes, attribution, stances, pageStances, page, finish, base, caret, hints, selection };
  Object.assign(parts, { search: new Search(desk), invisibles: new Invisibles(desk), tour: new Tour(desk) });
  const keyboard = new Keyboard(desk, actions(desk, parts));
  parts.status = new Status(desk, () => keysNow(desk, selection), (id) => keyboard.run(id));
  parts.unsent = new Unsent(desk, notice);
  new Side(desk, byId("left"));
  new Panel(desk, byId("right"), parts);
  new Minimap(desk, byId("minimap"));
  new Gutter(desk, {
    run: (id) => keyboard.run(id),
    candidate: (offset) => hints.take(offset),
    enter: (id) => (desk.locked ? desk.setQuote(id) : quotes.enter(id)),
  });
  selection.offer(() => selectionActions(desk, parts));
  selection.onquotation = (picked) => !desk.locked && desk.asks("quotes") && quotes.whole(picked);
  connectTools(desk, parts);
  return parts;
}

/** The state to begin with; while the server is away, says so and asks again. */
async function firstState(server, notice) {
  for (;;) {
    try {
      const state = await server.state();
      notice.hide();
      return state;
    } catch (error) {
      if (error.status < 500) throw error;
      notice.show("The server doesn't answer. This page opens as soon as it does; what is unsent stays on this computer.");
      await new Promise((resolve) => setTimeout(resolve, 1000));
    }
  }
}

/** Starts the queue; resolves with what is unsent. */
function started(sync, { instance, person, task }) {
  return sync.start({ instance, person, rev: task.rev, sha256: task.text_sha256 });
}

function connectSync(desk, parts, sync) {
  Object.assign(sync, {
    onstate: (now) => {
      parts.status.saved(now);
      parts.unsent.update(now);
    },
    onremote: (ops) => desk.replay(ops),
    onrefused: async () => {
      const fresh = await sync.server.state();
      const unsent = await sync.unsent();
      sync.rev = fresh.task.rev;
      desk.take(fresh);
      resume(desk, fresh, unsent);
    },
    onsaved: crossing(desk),
  });
  desk.on("misfit", () => sync.refresh());
}

/** Shows what is unsent on top of the server's state, without what had arrived before its answer was lost. */
function resume(desk, { history }, unsent) {
  const known = new Set(history.map((step) => step.step));
  const ops = unsent.filter((op) => !known.has(op.step));
  desk.sync.shown = new Set(ops.map((op) => op.op_id));
  desk.replay(ops);
}

function begin(desk, { task }, parts) {
  const place = firstPlace(task);
  desk.cursor.to(place?.line ?? desk.cursor.step(0, 1), { scroll: place ? "center" : "nearest" });
  if (place?.quote && desk.labels.quotes.has(place.quote)) desk.setQuote(place.quote);
  desk.setMode("line");
  parts.unsent.begin();
  rememberPlace(desk);
  parts.tour.offer();
  desk.focus();
}
