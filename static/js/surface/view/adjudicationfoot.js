/** What frames the adjudication screen: mode and keys in the footer, saving and the count of places in the header. */
import { h, write } from "./dom.js";

const DECIDING = ["take.a", "take.b", "both", "neither", "own", "accept", "place.next", "undo"];
const OWN = [
  "own.label.body", "own.label.boilerplate", "own.label.optional", "own.kind", "own.span.contents", "own.span.cues", "own.span.sources",
  "own.speaker", "own.source", "own.evidence", "own.keep", "leave",
];
const TROUBLES = {
  signin: ({ length }) => `Not saved yet (${length}): sign in again in another tab`,
  barred: ({ length }) => `Not saved (${length}): you may no longer adjudicate this page`,
  away: ({ length }, kept) => `Not saved yet (${length})${kept ? ": kept on this computer" : ""}; trying again`,
};

const byId = (id) => document.getElementById(id);

/** Names the mode, and the commands that matter in it. @param {import("./adjudicate.js").Screen} screen */
export function drawFoot(screen) {
  const own = screen.mode !== "adjudicate";
  const known = (id) => screen.commands.find((one) => one.id === id && one.modes.includes(screen.mode));
  const button = ({ id, title }) => h("button", { on: { click: () => screen.run(id) } }, h("kbd", {}, screen.cap(id)), title);
  write(byId("mode"), own ? "Own" : "Adjudicate");
  byId("mode").dataset.mode = own ? "quote" : "line";
  byId("hints").replaceChildren(...(own ? OWN : DECIDING).map(known).filter(Boolean).map(button));
}

/** Says whether everything decided has reached the server. @param {import("./casefile.js").CaseFile} file */
export function drawSaving({ waiting, troubled, kept }) {
  byId("save").dataset.state = troubled && troubled !== "away" ? "signin" : waiting.length ? "writing" : "saved";
  write(byId("save"), troubled ? TROUBLES[troubled](waiting, kept) : waiting.length ? "Saving" : "Saved");
}

/** Counts what is decided of what has to be, and offers to accept the page when nothing is left. */
export function drawTally(file) {
  const { places, ready, enough } = file.state;
  const open = file.open.length;
  const asked = places.filter((one) => one.open || one.decision || one.pending).length;
  write(byId("tally"), `${asked - open} of ${asked}`);
  Object.assign(byId("progress"), { max: asked || 1, value: asked ? asked - open : 1 });
  document.querySelector('.top [data-command="accept"]').hidden = open > 0 || ready || !enough;
}

/** Says what gold still lacks when everything is decided. @param {import("./adjudicate.js").Screen} screen */
export function drawLacking(screen) {
  const { waiting, state } = screen.file;
  const sentences = waiting.length ? [] : state.missing.slice(0, 5).map(({ message }) => h("li", {}, message));
  if (sentences.length) screen.notice.show("Gold isn't complete yet.", h("ul", {}, sentences));
  else if (screen.lacked) screen.notice.hide();
  screen.lacked = sentences.length > 0;
}
