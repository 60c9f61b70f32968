/** Puts the adjudication screen together: labellings beside each other on the text, one key a decision. */
import { adjudicationActions } from "./adjudicationactions.js";
import { adjudicationCommands, majority, choiceOf } from "../model/adjudication.js";
import { givesOtherScript, resolve } from "../model/keys.js";
import { Keycaps } from "../model/keycaps.js";
import { Post } from "../post.js";
import { Announcer } from "./announcer.js";
import { CaseFile } from "./casefile.js";
import { Columns } from "./columns.js";
import { Desk } from "./desk.js";
import { drawFoot, drawLacking, drawSaving, drawTally } from "./adjudicationfoot.js";
import { askWhy, showKeys } from "./asking.js";
import { write } from "./dom.js";
import { Notice } from "./notice.js";
import { OwnDraft } from "./owndraft.js";
import { PlaceList, titleOf } from "./placelist.js";
import { Sides } from "./sides.js";

const byId = (id) => document.getElementById(id);

/** @param {HTMLElement} root  <main> with its addresses in data attributes */
export async function mount(root) {
  const notice = new Notice(byId("notice"));
  const post = new Post(root.dataset.stateUrl, root.dataset.sessionUrl);
  const file = new CaseFile(post, (sentence) => notice.show(sentence));
  try {
    await file.load();
    new Screen(root, file, notice).begin();
  } catch (error) {
    notice.show(`This page can't be adjudicated now. ${error.message}`);
    throw error;
  }
}

/** The parts of the screen, and what a decision takes. */
export class Screen {
  constructor(root, file, notice) {
    const announcer = new Announcer(byId("said"));
    const say = (...words) => announcer.say(...words);
    Object.assign(this, { root, file, notice, mode: "adjudicate", foreign: false, caps: new Keycaps(), lacked: false });
    navigator.keyboard?.getLayoutMap?.().then((layout) => this.caps.know(layout), () => {});
    this.desk = new Desk({ root, surface: byId("surface"), scroll: byId("scroll"), overlay: byId("overlay"), sync: null, say });
    this.desk.take(this.#asState());
    this.commands = adjudicationCommands(this.desk.scheme, file.state.labellings.map(({ name }) => name));
    this.tools = { run: (id) => this.run(id), cap: (id) => this.cap(id) };
    this.columns = new Columns(this.desk, file);
    this.list = new PlaceList(this.desk, file, byId("left"));
    this.sides = new Sides(this.desk, file, byId("right"), this.tools);
    this.actions = adjudicationActions(this);
  }

  begin() {
    const { file, desk } = this;
    file.addEventListener("state", () => this.#drawn());
    file.addEventListener("current", () => this.#shown());
    file.addEventListener("saving", () => drawSaving(file) ?? drawTally(file));
    file.addEventListener("accepted", () => this.leavePage());
    document.addEventListener("keydown", (event) => this.#press(event));
    for (const button of document.querySelectorAll("[data-command]")) button.addEventListener("click", () => this.run(button.dataset.command));
    for (const button of document.querySelectorAll("[data-drawer]"))
      button.addEventListener("click", () => button.setAttribute("aria-expanded", String(byId(button.dataset.drawer).classList.toggle("open"))));
    desk.surface.addEventListener("click", (event) => this.#click(event));
    if (!file.state.enough) this.notice.show("This page has too few finished labellings to be adjudicated.");
    file.show(file.open[0] ?? file.state.places.find((one) => one.decision) ?? file.state.places[0] ?? null);
    this.#drawn();
    drawSaving(file);
    desk.focus();
  }

  /** Does what a command says; false where it means nothing here. */
  run(id, context = {}) {
    const command = this.commands.find((one) => one.id === id);
    const action = this.actions[id] ?? this.actions[id.split(".").slice(0, -1).join(".")];
    if (!command || !action) return false;
    action({ command, ...context });
    return true;
  }

  cap(id) {
    return this.caps.of(this.commands.find((one) => one.id === id)?.keys ?? [])[0] ?? "";
  }

  help() {
    showKeys(this.desk, this.commands);
  }

  leavePage() {
    location.href = this.root.dataset.nextUrl;
  }

  decide(choice, own) {
    const { file } = this;
    if (!file.current || !file.state.enough) return this.desk.refuse("There is nothing to decide here.");
    const at = choice.length === 1 ? choice.charCodeAt(0) - 97 : -1;
    if (at >= 0 && at >= file.state.names[file.current.layer].length) return this.desk.refuse("This labelling isn't finished in this layer.");
    this.desk.say(`${titleOf(this.desk, file.current)}: ${choice}`);
    return file.decide(choice, own);
  }

  accept() {
    const { file } = this;
    const most = file.current?.open ? majority(file.current) : null;
    if (most !== null) return this.decide(choiceOf(most));
    if (file.open.length && !file.current?.open) return file.go(1);
    if (file.open.length) return this.desk.refuse("They differ here: take one with 1 or 2, or write your own with e.");
    if (file.state.missing.length && !file.waiting.length) return this.desk.refuse("Gold isn't complete yet; write your own where it lacks something.");
    if (file.waiting.length || !file.state.ready) return file.accept();
    return this.leavePage();
  }

  own() {
    if (!this.file.current) return;
    this.sides.draft = new OwnDraft(this.desk, this.file, this.sides, { ...this.tools, over: (items) => this.keep(items) });
    this.setMode(this.sides.draft.mode);
    this.sides.draw();
  }

  keep(items) {
    this.leave();
    this.desk.offsets.clear();
    this.decide("own", items);
  }

  leave() {
    this.sides.draft = null;
    this.setMode("adjudicate");
    this.sides.draw();
    this.desk.focus();
  }

  setMode(mode) {
    this.mode = mode;
    drawFoot(this);
  }

  reason() {
    const { file } = this;
    askWhy(this.desk, file.reason, (words) => {
      const said = file.current?.decision?.choice;
      file.reason = words;
      if (words && said && !file.current.open && said !== "own") file.decide(said);
      else this.sides.draw();
    });
  }

  #press(event) {
    const field = event.target.closest?.("input, textarea, select, dialog");
    const pressing = event.target.closest?.("button, a, summary") && ["Enter", " "].includes(event.key);
    if (event.defaultPrevented || field || pressing) return;
    this.foreign = givesOtherScript(event) ?? this.foreign;
    this.caps.learn(event);
    const found = resolve(event, this.mode, { commands: this.commands, foreign: this.foreign, selection: false });
    if (found && this.run(found.command.id, found)) event.preventDefault();
  }

  /** A click on a line shows its place; on the words of a quote, that of the quote. */
  #click(event) {
    if (this.sides.draft || !getSelection().isCollapsed) return;
    const n = this.desk.offsets.lineOf(event.target);
    if (n === null) return;
    const id = event.target.closest("mark")?.dataset.id;
    const holds = ({ layer, key, ids }) => (id ? ids.includes(id) : layer === "lines" && inRange(key, n));
    const place = this.file.state.places.find(holds);
    if (place) this.file.show(place);
  }

  #drawn() {
    this.desk.take(this.#asState());
    this.columns.bars();
    drawTally(this.file);
    drawLacking(this);
    this.list.draw();
    this.sides.draw();
    this.columns.place(this.file.current);
  }

  #shown() {
    const place = this.file.current;
    this.sides.draft = null;
    this.setMode("adjudicate");
    this.columns.bars();
    this.columns.place(place);
    this.list.draw();
    this.sides.draw();
    if (!place) return;
    this.desk.cursor.to(this.desk.text.lineAt(place.start), { scroll: "nearest" });
    write(byId("where"), titleOf(this.desk, place));
  }

  /** The adjudication as the state of a task that is only read: gold's labels. */
  #asState() {
    const { gold, status, entities, scheme, language, page } = this.file.state;
    return { task: { read_only: true, status, length: page.length }, labels: gold, entities, scheme, language, history: [] };
  }
}

function inRange(key, n) {
  const [first, last] = key.split("-").map(Number);
  return first <= n && n <= last;
}
