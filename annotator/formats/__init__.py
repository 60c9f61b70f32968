"""The formats there are, in one explicit list; each is a file of its own."""

from annotator.core.errors import Refused

from .base import Format
from .jsonl import Jsonl
from .rows import Rows

FORMATS: tuple[Format, ...] = (Jsonl(), Rows())


def format_named(name: str) -> Format:
    """Return the format of that name; an unknown one is refused with the names there are."""
    found = next((one for one in FORMATS if one.name == name), None)
    if found is None:
        raise Refused("", f"there is no format {name!r}; the formats are {', '.join(one.name for one in FORMATS)}")
    return found
