"""The loop of the server: answers requests until it is told to stop, then finishes those that run."""

import signal
import socket
import time
from collections.abc import Callable
from types import FrameType
from typing import Any

from waitress.server import create_server

THREADS = 8
LONGEST_DRAIN = 30.0
"""Seconds that running requests get to finish."""
TICK = 0.2
"""Seconds after which the loop looks whether it was told to stop."""


class Stop:
    """Becomes true at SIGINT or SIGTERM; listens from the moment it is made, in the main thread."""

    def __init__(self) -> None:
        self._told = False
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._tell)

    def __bool__(self) -> bool:
        return self._told

    def _tell(self, _number: int, _frame: FrameType | None) -> None:
        self._told = True


def answer(app: Callable[..., Any], listening: socket.socket, stop: Stop, *, behind_proxy: bool = False) -> None:
    """Answer requests on a listening socket until `stop`, then end those that run, with their answers."""
    # The loop of `server.run`, with an end: its own would cut off what is being answered.
    server: Any = create_server(
        app, sockets=[listening], threads=THREADS, ident=None, clear_untrusted_proxy_headers=not behind_proxy
    )
    while not stop:
        _turn(server, TICK)
    server.del_channel(server._map)  # noqa: SLF001 - no new connections
    server.socket.close()
    until = time.monotonic() + LONGEST_DRAIN
    while time.monotonic() < until and any(_busy(one) for one in list(server.active_channels.values())):
        _turn(server, TICK / 10)
    server.task_dispatcher.shutdown()
    for one in list(server.active_channels.values()):
        one.handle_close()


def _turn(server: Any, seconds: float) -> None:
    server.asyncore.loop(timeout=seconds, map=server._map, count=1)  # noqa: SLF001


def _busy(channel: Any) -> bool:
    return bool(channel.requests or channel.request or channel.total_outbufs_len)
