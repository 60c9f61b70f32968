"""The routes that the screens of labelling and adjudicating live on; they check themselves what they are sent."""

from typing import Literal

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


class Gesture(shapes.Taken):
    """A curator's gesture: `decide` about a place, `undo` one's last decision, or `accept` what all agree on."""

    id: str = Field(description="a UUID made by the client; repeating it is harmless")
    verb: Literal["decide", "undo", "accept"]
    layer: str | None = None
    place: str | None = None
    seen: dict[str, str] | None = Field(None, description="the digests that were on the screen")
    after: int | None = Field(None, description="the decision that was on the screen")
    choice: str | None = None
    own: object = None
    reason: str | None = None


OPERATIONS.update(
    {
        "api.state": Operation(shapes.Document),
        "api.save": Operation(shapes.Document, takes=Batch),
        "api.since": Operation(shapes.Document),
        "api.check": Operation(shapes.Document),
        "api.place": Operation(None, takes=Place, status=204),
        "adjudicate.state": Operation(shapes.Document),
        "adjudicate.save": Operation(shapes.Document, takes=Gesture),
        "me.keys": Operation(None, takes=shapes.Document, status=204),
        "sign_in.session": Operation(shapes.Document),
    }
)
