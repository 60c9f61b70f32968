/** Asks toward whom or what: those that the words speak of first, then those of this page, then issues. */
import { rankByWords } from "../model/fold.js";
import { compile } from "../model/language.js";
import { pickEntity } from "./picker.js";

export class Targets {
  /** @param {import("./desk.js").Desk} desk */
  constructor(desk) {
    this.desk = desk;
  }

  /** @param {[number, number][]} spans  words that may name it @returns {Promise<{id: string, ops: Object[]}|null>} */
  pick(spans) {
    const { entities, scheme, state, labels, text, language } = this.desk;
    const { fold, functions } = compile(language);
    const words = spans.map((span) => text.slice(...span)).join(" ");
    const named = rankByWords(entities.values(), words, fold, functions).map(({ id }) => id);
    const used = [...labels.stances.values()].map((stance) => stance.target).reverse();
    const issues = [...entities.values()].filter(({ kind }) => kind === "ISSUE").map(({ id }) => id);
    const among = scheme.stances.targets === "closed" ? (state.targets ?? []) : null;
    return pickEntity(this.desk, { title: "Stance toward whom or what?", first: [...named, ...used, ...issues], kind: "ISSUE", among });
  }
}
