"""Which pages a release may hold the text of: those whose rights are known, and no refusal."""

CLOSED = frozenset(
    ("unknown", "none", "no", "n/a", "?", "-", "restricted", "private", "stand-off", "standoff", "not cleared")
)
"""Values that say as much as no value at all: the text stays with who has it."""
CLOSED_PARTS = ("all rights reserved", "do not publish", "no redistribution")
MARKS = ("©", "(c)", "copyright")
"""A notice of who owns a text, which allows nothing."""


def may_publish(rights: str | None) -> bool:
    """Tell whether a page with these rights may leave with its text.

    Any value may, such as `CC-BY-4.0` or `public domain`, but an empty one, one of `CLOSED`, one that holds one of
    `CLOSED_PARTS`, and a bare notice of copyright. Case and white space don't matter.
    """
    plain = " ".join((rights or "").casefold().split())
    if not plain or plain in CLOSED or any(part in plain for part in CLOSED_PARTS):
        return False
    return not plain.startswith(MARKS)
