"""What a browser sends to be kept, read strictly: operations that stand or fall together, and the place."""

import hashlib
import re
from dataclasses import dataclass

import orjson

from annotator.core.errors import Refused
from annotator.core.labels import Json
from annotator.core.operations import ImportLabelling, Operation, Revise, SetStatus, parse
from annotator.core.reading import Fields

MOST = 1000
LARGEST, LAST_REV = 2**31 - 1, 2**53 - 1
LONGEST_ID = 200
UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@dataclass(frozen=True, slots=True)
class Sent:
    """One operation as it was sent; `digest` tells a repeat from another operation under the same id."""

    op_id: str
    step: str
    undoes: str | None
    kind: str
    payload: Json
    client_at: str | None
    digest: str

    def operation(self) -> Operation:
        """Return the operation as a value; refuses what browsers may not send."""
        op = parse(self.kind, self.payload)
        if isinstance(op, ImportLabelling | Revise) or (isinstance(op, SetStatus) and op.layers is not None):
            raise Refused(self.kind, "can't be sent from a browser")
        return op


@dataclass(frozen=True, slots=True)
class Batch:
    """Operations made in one tab (`client`) on the text of that digest, after the revision `base_rev`."""

    text_sha256: str
    client: str
    base_rev: int
    ops: tuple[Sent, ...]


def read_batch(value: object) -> Batch:
    """Read a batch from its JSON form; refuses with the place what doesn't fit."""
    fields = Fields(value, "batch")
    fields.only({"text_sha256", "client", "base_rev", "ops"})
    ops = tuple(_sent(one) for one in fields.objects("ops", lambda index, _: f"operation {index + 1}"))
    if not 1 <= len(ops) <= MOST:
        raise Refused("batch", f"should hold 1 to {MOST} operations, not {len(ops)}")
    base_rev = _whole(fields.integer("base_rev"), "base_rev", most=LAST_REV)
    return Batch(_clean(fields.string("text_sha256")), _clean(fields.string("client")), base_rev, ops)


def read_place(value: object) -> tuple[int, str | None]:
    """Read where somebody stopped, a line number and the id of the current quote; refuses what doesn't fit."""
    fields = Fields(value, "place")
    fields.only({"line", "quote"})
    line, quote = _whole(fields.integer("line"), "line", least=1), fields.text("quote")
    if quote is not None and len(quote) > LONGEST_ID:
        raise Refused("quote", f"should have {LONGEST_ID} characters at most")
    return line, quote


def _sent(fields: Fields) -> Sent:
    fields.only({"op_id", "step", "undoes", "kind", "payload", "client_at"})
    op_id, step, undoes = (_uuid(fields, name) for name in ("op_id", "step", "undoes"))
    if op_id is None or step is None:
        raise Refused(fields.place, "lacks its op_id or step")
    kind, payload = fields.string("kind"), Fields(fields.value.get("payload"), fields.place).value
    if "position" in payload and type(payload["position"]) is int:
        _whole(payload["position"], f"{fields.place}, position")
    try:
        digest = hashlib.sha256(orjson.dumps([kind, payload], option=orjson.OPT_SORT_KEYS)).hexdigest()
    except (TypeError, ValueError):
        raise Refused(fields.place, "holds a character or number that can't be stored") from None
    if _holds_nul(payload):
        raise Refused(fields.place, "holds a NUL character")
    client_at = fields.text("client_at")
    return Sent(op_id, step, undoes, _clean(kind), payload, _clean(client_at) if client_at else None, digest)


def _uuid(fields: Fields, name: str) -> str | None:
    value = fields.text(name)
    if value is not None and not UUID.fullmatch(value):
        raise Refused(fields.place, f"{name!r} should be a UUID in lower case")
    return value


def _whole(value: int, place: str, least: int = 0, most: int = LARGEST) -> int:
    if not least <= value <= most:
        raise Refused(place, f"should be a whole number from {least} to {most}")
    return value


def _clean(value: str) -> str:
    if "\0" in value or any("\ud800" <= one <= "\udfff" for one in value):
        raise Refused("batch", "holds a character that can't be stored")
    return value


def _holds_nul(value: object) -> bool:
    """Tell whether a NUL hides in a string or key; PostgreSQL can't store it."""
    if isinstance(value, dict):
        return any(_holds_nul(one) for pair in value.items() for one in pair)
    if isinstance(value, list):
        return any(_holds_nul(one) for one in value)
    return isinstance(value, str) and "\0" in value
