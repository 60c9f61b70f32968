"""What the adjudication screen sends, read strictly."""

import hashlib
from dataclasses import dataclass
from typing import Any

import orjson

from annotator.core.errors import Refused
from annotator.core.labels import LAYERS
from annotator.core.reading import Fields
from annotator.workflow.label.batch import UUID

LONGEST_REASON = 1000
VERBS = ("decide", "undo", "accept")


@dataclass(frozen=True, slots=True)
class Sent:
    """One gesture: a decision about a place, one's last decision undone, or the page accepted as all agree on it.

    `id` is the client's, so that a repeat changes nothing; `seen` and `after` are the digests and the id of the
    decision that the person had on the screen; `by` is their name, empty where a script leaves it out; `digest` tells
    a repeat from another gesture under the same id.
    """

    id: str
    verb: str
    layer: str
    place: str
    seen: dict[str, str]
    after: int | None
    choice: str
    own: Any
    reason: str
    digest: str
    by: str = ""


def read_sent(value: object) -> Sent:
    """Read a gesture from its JSON form; refuses with the place what doesn't fit."""
    fields = Fields(value, "decision")
    fields.only({"id", "verb", "layer", "place", "seen", "after", "choice", "own", "reason", "by"})
    key, verb = fields.string("id"), fields.choice("verb", VERBS)
    if not UUID.fullmatch(key):
        raise Refused("decision", "'id' should be a UUID in lower case")
    layer, place, choice, seen, after = "", "", "", {}, None
    if verb == "decide":
        layer, place, choice = fields.choice("layer", LAYERS), fields.identifier("place"), fields.string("choice")
        seen = dict(Fields(fields.value.get("seen"), "seen").value)
        after = fields.integer("after") if fields.value.get("after") is not None else None
    reason = (fields.text("reason") or "").strip()
    if len(reason) > LONGEST_REASON:
        raise Refused("reason", f"should have {LONGEST_REASON} characters at most")
    try:
        raw = orjson.dumps(value, option=orjson.OPT_SORT_KEYS)
    except (TypeError, ValueError):
        raise Refused("decision", "holds a character or number that can't be stored") from None
    if b"\\u0000" in raw:
        raise Refused("decision", "holds a NUL character")
    digest = hashlib.sha256(raw).hexdigest()[:16]
    own, by = fields.value.get("own"), fields.text("by") or ""
    return Sent(key, verb, layer, place, seen, after, choice, own, reason, digest, by)
