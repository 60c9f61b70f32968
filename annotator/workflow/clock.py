"""The time of day in the one form that is stored: UTC, ISO 8601, milliseconds and Z."""

from datetime import UTC, datetime, timedelta


def now(later: timedelta = timedelta()) -> str:
    """Return this moment, or one that lies `later` (negative: earlier), such as `2026-11-22T04:20:00.123Z`."""
    return (datetime.now(UTC) + later).isoformat(timespec="milliseconds").replace("+00:00", "Z")
