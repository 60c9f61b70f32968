"""Numbers with their nouns, in sentences for people."""


def counted(number: int, one: str, many: str = "") -> str:
    """Return `1 page` or `12,345 pages`; `many` is told where it isn't the noun and an s (`pages were`)."""
    return f"{number:,} {one if number == 1 else many or f'{one}s'}"
