/** What each command of the adjudication screen does, by its id or its family. */

/** @param {import("./adjudicate.js").Screen} screen  @returns {Record<string, Function>} */
export function adjudicationActions(screen) {
  const { file, desk, sides } = screen;
  const none = () => desk.refuse("There is no place to go to.");
  return {
    "place.next": () => file.go(1) || none(),
    "place.previous": () => file.go(-1) || none(),
    "place.forward": () => file.go(1, { open: false }) || none(),
    "place.back": () => file.go(-1, { open: false }) || none(),
    take: ({ command }) => screen.decide(command.value),
    both: () => (file.current?.layer === "quotes" ? screen.decide("both") : desk.refuse("Only one can hold here; both is for quotes.")),
    neither: () => screen.decide("neither"),
    own: () => screen.own(),
    reason: () => screen.reason(),
    accept: () => screen.accept(),
    undo: () => file.undo(),
    "page.next": () => screen.leavePage(),
    help: () => screen.help(),
    leave: () => screen.leave(),
    "own.label": ({ command }) => screen.keep([{ label: command.value, kind: null, flags: [] }]),
    "own.kind": ({ command }) => (command.value ? screen.keep([{ ...command.value, flags: [] }]) : screen.setMode("own-kind")),
    "own.span": ({ command }) => sides.draft.span(command.value),
    "own.speaker": () => sides.draft.speaker(),
    "own.source": () => sides.draft.sourceKind(),
    "own.polarity": ({ command }) => sides.draft.polarity(command.value),
    "own.evidence": () => sides.draft.span("evidence"),
    "own.option": ({ command }) => sides.draft.option(command.value),
    "own.keep": () => sides.draft.keep(),
  };
}
