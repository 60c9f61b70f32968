"""The routes that the label screen lives on, described for scripts; they check what they are sent themselves."""

from pydantic import Field

from . import shapes
from .described import OPERATIONS, Operation


class SentOperation(shapes.Taken):
    """One operation; ids are UUIDs made by the client, the payload is that of its kind."""

    op_id: str
    step: str = Field(description="the gesture it belongs to; what is undone is undone by steps")
    undoes: str | None = None
    kind: str = Field(description="lines.set, quote.put, quote.remove, stance.put, ... status.set")
    payload: dict[str, object]
    client_at: str | None = None


class Batch(shapes.Taken):
    """1 to 1,000 operations on one labelling, saved all or none; repeating it is harmless."""

    text_sha256: str
    client: str = Field(description="a name of the sender's own choice, to tell its operations from those of others")
    base_rev: int = Field(description="the revision that the sender has seen")
    ops: list[SentOperation]


class Place(shapes.Taken):
    """Where somebody stopped on a page."""

    line: int = Field(ge=1)
    quote: str | None = None


OPERATIONS.update(
    {
        "api.state": Operation(shapes.Document),
        "api.save": Operation(shapes.Document, takes=Batch),
        "api.since": Operation(shapes.Document),
        "api.check": Operation(shapes.Document),
        "api.place": Operation(None, takes=Place, status=204),
        "me.keys": Operation(None, takes=shapes.Document, status=204),
        "sign_in.session": Operation(shapes.Document),
    }
)
