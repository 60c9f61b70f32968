"""The dates that pages are published at: what of ISO 8601 counts as one."""

import re
from datetime import date, datetime

DAY = re.compile(r"\d{4}(-\d\d){0,2}", re.ASCII)
MOMENT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d.*", re.ASCII)
FIRST = "-01-01"
FORM = "2026-11-22 or 2026-11-22T08:00:00Z"
"""How a date is asked for in a sentence."""


def is_date(said: str) -> bool:
    """Tell whether words are a day, a month, a year or a moment of ISO 8601 (`2026-11-22T08:00:00+01:00`)."""
    try:
        if DAY.fullmatch(said):
            date.fromisoformat((said + FIRST[len(said) - 4 :])[: len("2026-11-22")])
            return True
        datetime.fromisoformat(said)
    except ValueError:
        return False
    return MOMENT.fullmatch(said) is not None
