"""The one exception for input that can't be taken, with the place it is about."""


class Refused(ValueError):
    """Input that was not taken: `place` says where (`quote q-1, cue 2`), `reason` says why in one sentence part.

    `problems` lists further findings for a machine (the finish check); it is empty elsewhere.
    """

    def __init__(self, place: str, reason: str, problems: list[dict[str, object]] | None = None) -> None:
        super().__init__(f"{place}: {reason}" if place else reason)
        self.place = place
        self.reason = reason
        self.problems = problems or []

    def within(self, outer: str) -> "Refused":
        """Return the same refusal with its place inside `outer` (`page a.txt, quote q-1`)."""
        return Refused(f"{outer}, {self.place}" if self.place else outer, self.reason, self.problems)
