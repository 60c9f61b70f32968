"""How often signing in may fail from one address of the network, kept in the memory of this process."""

import threading
import time
from collections import deque
from ipaddress import IPv6Address, ip_address
from math import ceil

MOST = 20
WINDOW = 900.0
"""Seconds."""
MOST_ADDRESSES = 10_000


class Throttle:
    """Counts failures by address; safe over threads."""

    def __init__(self) -> None:
        self._failures: dict[str, deque[float]] = {}
        self._lock = threading.Lock()

    def wait(self, address: str | None) -> int:
        """Return the seconds until this address may try again; 0 for now."""
        with self._lock:
            failed = self._failures.get(_neighbourhood(address))
            if failed is None or len(failed) < MOST:
                return 0
            return max(0, ceil(failed[0] + WINDOW - time.monotonic()))

    def note(self, address: str | None) -> None:
        """Count a failure."""
        where = _neighbourhood(address)
        with self._lock:
            failed = self._failures.pop(where, None) or deque(maxlen=MOST)
            failed.append(time.monotonic())
            # At the end again: who failed longest ago is forgotten first.
            self._failures[where] = failed
            while len(self._failures) > MOST_ADDRESSES:
                del self._failures[next(iter(self._failures))]


def _neighbourhood(address: str | None) -> str:
    """Return what counts as one address: of IPv6 the half that a household is given."""
    try:
        found = ip_address(address or "")
    except ValueError:
        return address or ""
    return found.exploded[:19] if isinstance(found, IPv6Address) else str(found)
