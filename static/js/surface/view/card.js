/** One quote in the side panel: what it says, who, toward whom; open slots name their key; the current one has its tools. */
import { h, short } from "./dom.js";
import { stanceRow } from "./stancerow.js";

const FIELDS = [
  ["cues", "cue"],
  ["sources", "source"],
  ["via", "via"],
  ["addressee", "addressee"],
];

/** @param {import("./desk.js").Desk} desk */
export function quoteCard(desk, quote, parts) {
  const current = quote.id === desk.quote;
  const contents = quote.contents.map((span, at) => [at ? " … " : "", span]);
  const open = () =>
    desk.locked
      ? (desk.setQuote(quote.id), desk.goto(...quote.contents[0]))
      : (parts.quotes.enter(quote.id), desk.goto(...quote.contents[0]), desk.focus());
  const words = h(
    "button.goto",
    { data: { focus: quote.id }, "aria-current": current ? "true" : null, on: { click: open } },
    contents.map(([gap, span]) => [gap, h("span.content", {}, short(desk.text.slice(...span)))]),
  );
  return h(
    current ? "li.mark-card.current" : "li.mark-card",
    {},
    h("p", {}, words),
    h("p.spoken", {}, spoken(desk, quote)),
    desk.stancesOf(quote.id).map((stance) => stanceRow(desk, stance, parts)),
    current && !desk.locked && desk.mode === "quote" && taken(desk, quote, parts),
    current && !desk.locked && slots(desk, quote),
    current && !desk.locked && tools(desk, quote, parts),
  );
}

function spoken(desk, quote) {
  const items = [];
  for (const [field, layer] of FIELDS) {
    for (const span of quote[field])
      items.push(
        h(
          "button.goto",
          { title: layer, on: { click: () => desk.goto(...span) } },
          h(`span.${layer}`, {}, short(desk.text.slice(...span), 60)),
        ),
      );
  }
  const speaker = quote.speaker ? h("b", {}, "→ ", desk.name(quote.speaker)) : null;
  const kind = quote.source_kind && quote.source_kind !== "explicit" ? h("span.dim", {}, quote.source_kind) : null;
  const flags = quote.flags.map((flag) => h("span.pill.warn", {}, flag));
  return [...items, speaker, kind, ...flags];
}

/** What Enter or a digit takes along, when nothing better is chosen. */
function taken(desk, quote, { attribution }) {
  const words = attribution.proposed(quote).map(([layer, [start, end]]) =>
    [h(`span.${layer}.ghost`, { title: layer, data: { start, end } }, short(desk.text.slice(start, end), 60)), " "]);
  return words.length > 0 && h("p.slot", {}, h("kbd", {}, "Enter"), " takes ", words);
}

/** What is still open, with the key that fills it. */
function slots(desk, quote) {
  const { quotes, layers } = desk.scheme;
  const named = quote.source_kind === "implicit" || quote.source_kind === "none";
  const open = [];
  if (quotes.source === "required" && !quote.sources.length && !named) open.push(["pick a source", "a f g"]);
  if (quotes.cue === "required" && !quote.cues.length && !named) open.push(["pick a cue", "A F G"]);
  if (!quote.speaker && !named) open.push(["speaker", "h"]);
  if (layers.includes("stances") && !desk.stancesOf(quote.id).length) open.push(["stance", "1 – 4"]);
  return open.map(([words, keys]) =>
    h(
      "p.slot",
      {},
      `${words}: `,
      keys.split(" ").map((key) => (key === "–" ? key : h("kbd", {}, key))),
    ),
  );
}

function tools(desk, quote, { quotes, attribution, stances, pageStances, selection }) {
  const act = (label, title, work, pressed = null) =>
    h(
      "button.act",
      {
        title,
        data: { focus: `${quote.id} ${label}` },
        "aria-pressed": pressed === null ? null : String(pressed),
        on: { click: work },
      },
      label,
    );
  const cap = (id) => desk.keyboard.cap(id);
  const rules = desk.scheme.quotes;
  const fields = FIELDS.filter(([field]) => field === "cues" || field === "sources" || rules[field]);
  const fill = selection.some && [
    act("content", `The selected words are one more content (${cap("span.content")})`, () =>
      attribution.set("contents", selection.spans(), { add: true }),
    ),
    fields.map(([field, layer]) =>
      act(layer, `The selected words are the ${layer} (${cap(`span.${layer}`)})`, () => attribution.set(field, selection.spans())),
    ),
  ];
  const empty = fields
    .filter(([field]) => quote[field].length)
    .map(([field, layer]) => act(`remove ${layer}`, `Take the ${layer} away`, () => attribution.empty(field)));
  const flags = rules.flags.map((flag) =>
    act(flag, `Flag this quote as ${flag} (${cap("quote.flags")})`, () => attribution.toggleFlag(flag), quote.flags.includes(flag)),
  );
  const more = h(
    "details",
    { open: desk.moreOpen ?? false, on: { toggle: () => (desk.moreOpen = more.open) } },
    h("summary", { data: { focus: `${quote.id} more` } }, "More"),
    h("div.row", {}, empty, flags),
  );
  return [
    h(
      "div.row",
      {},
      fill || "",
      act("Speaker", `Choose who speaks (${cap("quote.speaker")})`, () => attribution.askSpeaker()),
      act(quote.source_kind ?? "source kind", `Next kind of source (${cap("source.kind")})`, () => attribution.cycleKind()),
      act("no source", `No source in the text: implicit, again for none (${cap("source.none")})`, () => attribution.noSource()),
    ),
    h(
      "div.row",
      {},
      desk.asks("stances") && stanceTools(desk, stances, pageStances, act),
      act("Delete", `Delete this quote (${cap("quote.delete")})`, () => quotes.remove()),
    ),
    more,
  ];
}

function stanceTools(desk, stances, pageStances, act) {
  const page =
    desk.scheme.stances.levels.includes("page") &&
    act("Page too", `The same stances for the whole page (${desk.keyboard.cap("stance.promote")})`, () => pageStances.promote());
  return [act(`toward ${desk.name(desk.target) || "…"}`, `Choose the target (${desk.keyboard.cap("target")})`, () => stances.chooseTarget()), page];
}
