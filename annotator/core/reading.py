"""Read untrusted JSON values field by field; what doesn't fit is refused in a sentence that names the place."""

from collections.abc import Callable, Collection, Iterator
from typing import Any, TypeVar

from .errors import Refused
from .spans import Span

T = TypeVar("T")
MISSING = object()
LONGEST_KEY = 2500
"""Bytes of UTF-8 that a name or id may have; an index of PostgreSQL takes little more."""


class Fields:
    """A JSON object under a place name (`quote q-1`); each getter refuses a value of another type."""

    def __init__(self, value: object, place: str) -> None:
        if not isinstance(value, dict):
            raise Refused(place, f"should be an object, not {_name(value)}")
        self.value: dict[str, Any] = value
        self.place = place

    def has(self, key: str) -> bool:
        """Tell whether the object has the field at all."""
        return key in self.value

    def only(self, known: Collection[str]) -> None:
        """Refuse fields that nobody knows: a misspelt one would be lost without a word."""
        unknown = [key for key in self.value if key not in known]
        if unknown:
            raise Refused(self.place, f"has an unknown field {unknown[0]!r}")

    def string(self, key: str) -> str:
        """Return a required, non-empty string."""
        value = self._required(key)
        if not isinstance(value, str) or not value:
            raise Refused(self.place, f"{key!r} should be a non-empty string, not {_name(value)}")
        return value

    def identifier(self, key: str) -> str:
        """Return a required, non-empty string that is short enough to be found again by a database."""
        value = self.string(key)
        if len(value.encode(errors="replace")) > LONGEST_KEY:
            raise Refused(self.place, f"{key!r} should have {LONGEST_KEY} bytes at most")
        return value

    def text(self, key: str) -> str | None:
        """Return an optional string; absent and null are the same."""
        value = self.value.get(key)
        if value is not None and not isinstance(value, str):
            raise Refused(self.place, f"{key!r} should be a string or null, not {_name(value)}")
        return value

    def integer(self, key: str, default: object = MISSING) -> int:
        """Return an integer (true and false are none)."""
        value = self.value.get(key, default)
        if value is MISSING:
            value = self._required(key)
        if not isinstance(value, int) or isinstance(value, bool):
            raise Refused(self.place, f"{key!r} should be a whole number, not {_name(value)}")
        return value

    def boolean(self, key: str) -> bool | None:
        """Return true, false or None; absent and null are the same."""
        value = self.value.get(key)
        if value is not None and not isinstance(value, bool):
            raise Refused(self.place, f"{key!r} should be true, false or null, not {_name(value)}")
        return value

    def choice(self, key: str, allowed: Collection[Any], default: object = MISSING) -> Any:
        """Return a value that stands in `allowed`; true is not 1."""
        value = self.value.get(key, default)
        if value is MISSING:
            value = self._required(key)
        if value is default or any(value == one and type(value) is type(one) for one in allowed):
            return value
        listed = ", ".join("null" if one is None else str(one) for one in allowed)
        raise Refused(self.place, f"{key!r} is {_name(value)}; it should be one of {listed}")

    def strings(self, key: str) -> tuple[str, ...]:
        """Return a list of strings as a tuple; absent means empty."""
        value = self._list(key)
        if not all(isinstance(one, str) for one in value):
            raise Refused(self.place, f"{key!r} should hold strings only")
        return tuple(value)

    def spans(self, key: str) -> tuple[Span, ...]:
        """Return a list of `[start, end]` pairs as spans; absent means empty."""
        pairs = self._list(key)
        for pair in pairs:
            good = isinstance(pair, list | tuple) and len(pair) == 2 and all(type(end) is int for end in pair)
            if not good:
                raise Refused(self.place, f"{key!r} should hold pairs [start, end] of whole numbers")
        return tuple(Span(*pair) for pair in pairs)

    def objects(self, key: str, name: Callable[[int, object], str]) -> Iterator["Fields"]:
        """Yield the objects of a list, each under the place that `name(index, value)` gives it."""
        for index, value in enumerate(self._list(key)):
            yield Fields(value, name(index, value))

    def _list(self, key: str) -> list[Any]:
        value = self.value.get(key)
        if value is None:
            return []
        if not isinstance(value, list | tuple):
            raise Refused(self.place, f"{key!r} should be a list, not {_name(value)}")
        return list(value)

    def _required(self, key: str) -> Any:
        if key not in self.value:
            raise Refused(self.place, f"lacks the field {key!r}")
        return self.value[key]


def short(value: str | None, what: str) -> None:
    """Refuse a value that a database could not find again, since it is too long for an index."""
    if value is not None and len(value.encode(errors="replace")) > LONGEST_KEY:
        raise Refused("", f"{what!r} should have {LONGEST_KEY} bytes at most")


def _name(value: object) -> str:
    """Name a JSON value in a sentence, shortened."""
    if value is None:
        return "null"
    if isinstance(value, dict | list):
        return "an object" if isinstance(value, dict) else "a list"
    shown = str(value).lower() if isinstance(value, bool) else repr(value)
    return shown if len(shown) <= 60 else shown[:57] + "..."
