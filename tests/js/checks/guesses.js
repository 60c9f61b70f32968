import { cueCandidates, sourceCandidates } from "../../../static/js/surface/model/candidates.js";
import { matchEntities } from "../../../static/js/surface/model/fold.js";
import { Labelling } from "../../../static/js/surface/model/labelling.js";
import { putQuote, setLines } from "../../../static/js/surface/model/operations.js";
import { findQuotations } from "../../../static/js/surface/model/quotations.js";
import { nextCandidate } from "../../../static/js/surface/model/readings.js";
import { resolveSpeaker } from "../../../static/js/surface/model/speakers.js";
import { PageText } from "../../../static/js/surface/model/text.js";
import { Failures } from "./expect.js";

const STAMP = { by: "Ana", at: null };
const LIND = { id: "e-lind", name: "Mara Lind", kind: "PER", aliases: [{ name: "ليند", language: "ar" }] };
const PORT = { id: "e-port", name: "Port Board", kind: "ORG", aliases: [{ name: "the board", language: "en" }] };
const VUK = { id: "e-vuk", name: "Вук Љубић", kind: "PER", aliases: [] };

export function check({ cases }, { languages }, { table }) {
  const failures = new Failures();
  for (const one of cases) candidates(one, languages[one.language], failures);
  walk(languages.en, failures);
  speakers(languages.en, failures);
  const found = (query) => matchEntities(query, [PORT, LIND, VUK], table).map(({ entity }) => entity.id);
  failures.same("by the beginning of a word", found("lin"), ["e-lind"]);
  failures.same("by another script", found("ljubić"), ["e-vuk"]);
  failures.same("by an alias", found("ليند"), ["e-lind"]);
  failures.same("by initials", found("pb"), ["e-port"]);
  return failures.list;
}

function candidates({ name, text: string, sources, cues }, language, failures) {
  const text = new PageText(string);
  const { spans } = findQuotations(text, { first: 1, last: text.lineCount }, language)[0];
  const quote = { contents: spans, cues: [] };
  const pieces = (list) => list.slice(0, 3).map((span) => text.slice(...span));
  const who = pieces(sourceCandidates(text, language, quote, [LIND, PORT], new Labelling(text)));
  failures.true(`${name}: ${sources} is not among ${who.join(" / ")}`, who.includes(sources));
  const how = pieces(cueCandidates(text, language, quote));
  failures.true(`${name}: ${cues} is not first of ${how.join(" / ")}`, cues === (how[0] ?? null));
}

function walk(language, failures) {
  const text = new PageText("“Menu” one\n\n“One ‘two’ three,” she said. “Four.”\n\n“Five.”");
  const labelling = new Labelling(text);
  labelling.apply(setLines([{ first: 1, last: 1, label: "boilerplate" }]), STAMP);
  const next = (offset, direction) => {
    const found = nextCandidate(text, language, labelling, offset, { direction });
    return found && text.slice(...found.readings[0].contents[0]);
  };
  const three = text.lineStart(3);
  failures.same("boilerplate is passed over", next(0, 1), "“One ‘two’ three,”");
  failures.same("back from the end", next(text.length, -1), "“Five.”");
  labelling.apply(putQuote("q-1", { contents: [[three, three + 18]] }), STAMP);
  failures.same("a quote is no candidate any more", next(0, 1), "“Four.”");
  failures.same("none before the first", next(three, -1), null);
}

function speakers(language, failures) {
  const text = new PageText("“A,” Mara Lind said.\n“B,” she said.\n“C,” Mayor Lind said.\n“D,” Mayor Lind said.");
  const labelling = new Labelling(text);
  const quote = (id, n, piece, speaker = null) => {
    const from = text.lineStart(n);
    const at = from + text.lineText(n).indexOf(piece);
    labelling.apply(putQuote(id, { contents: [[from, from + 4]], sources: [[at, at + piece.length]], speaker }), STAMP);
    return resolveSpeaker(text, language, labelling, labelling.quotes.get(id), [LIND, PORT]);
  };
  const none = { speaker: null, guess: null };
  failures.same("the registry knows her", quote("q-1", 1, "Mara Lind").speaker, "e-lind");
  quote("q-1", 1, "Mara Lind", "e-lind");
  failures.same("a pronoun is guessed", quote("q-2", 2, "she"), { kind: "pronoun", ...none, guess: "e-lind" });
  failures.same("an unknown name is unknown", quote("q-3", 3, "Mayor Lind"), { kind: "explicit", ...none, guess: "e-lind" });
  quote("q-3", 3, "Mayor Lind", "e-lind");
  failures.same("the page has learned it", quote("q-4", 4, "Mayor Lind").speaker, "e-lind");
}
