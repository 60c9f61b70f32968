"""How saving can end: saved, in conflict with others' work, refused, or with nothing there to save to."""

from dataclasses import dataclass

from annotator.core.errors import Refused
from annotator.core.labels import Json


@dataclass(frozen=True, slots=True)
class Saved:
    """What the log now holds: the task's revision, an acknowledgement per operation, and what other tabs did."""

    rev: int
    acked: list[Json]
    since: list[Json]

    def to_json(self) -> Json:
        """Return the answer of the saving address."""
        return {"rev": self.rev, "acked": self.acked, "since": self.since}


class Missing(LookupError):
    """What was asked for is not there, or not for this person."""


class Conflict(Exception):
    """Operations that others' work got in the way of; `reason` is text, done, removed or changed. Nothing was saved."""

    def __init__(self, reason: str, message: str, op_id: str | None = None) -> None:
        super().__init__(message)
        self.reason = reason
        self.op_id = op_id
        self.rev = 0
        self.since: list[Json] = []

    def to_json(self) -> Json:
        """Return the body of a 409."""
        place: Json = {"op_id": self.op_id, "rev": self.rev, "since": self.since}
        return {"reason": self.reason, "message": str(self), **place}


class RefusedOperation(Refused):
    """An operation that can't be taken; `op_id` says which. Nothing of its batch was saved."""

    def __init__(self, op_id: str, refusal: Refused) -> None:
        super().__init__(refusal.place, refusal.reason, refusal.problems)
        self.op_id = op_id

    def to_json(self) -> Json:
        """Return the body of a 422."""
        problems: Json = {"problems": self.problems} if self.problems else {}
        return {"message": str(self), "op_id": self.op_id, **problems}
