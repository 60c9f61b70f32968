"""Progress on standard error for what takes longer than a second."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import click
from rich.console import Console
from rich.status import Status

PATIENCE = 1.0
"""Seconds before anything is shown, and between two lines where nobody watches a terminal."""


class Progress:
    """Tells what has been done so far, on one line that changes or, without a terminal, on a line now and then."""

    def __init__(self) -> None:
        self._console = Console(stderr=True)
        self._status: Status | None = None
        self._next = time.monotonic() + PATIENCE

    def tell(self, sentence: str) -> None:
        """Show how far things are, if it is time to."""
        if time.monotonic() < self._next:
            return
        self._next = time.monotonic() + (0.1 if self._console.is_terminal else 5 * PATIENCE)
        if not self._console.is_terminal:
            click.echo(f"{sentence} ...", err=True)
        elif self._status is None:
            self._status = self._console.status(sentence)
            self._status.start()
        else:
            self._status.update(sentence)

    def end(self) -> None:
        """Take the changing line away."""
        if self._status:
            self._status.stop()


@contextmanager
def progress() -> Iterator[Progress]:
    """Give a Progress that leaves no trace behind."""
    shown = Progress()
    try:
        yield shown
    finally:
        shown.end()


@contextmanager
def working(on: str) -> Iterator[None]:
    """Say now and then, on standard error, that something without steps to count still goes on."""
    ended, began = threading.Event(), time.monotonic()

    def tell() -> None:
        patience = PATIENCE
        while not ended.wait(patience):
            click.echo(f"{on} ... {time.monotonic() - began:.0f} s", err=True)
            patience = 5 * PATIENCE

    telling = threading.Thread(target=tell, daemon=True)
    telling.start()
    try:
        yield
    finally:
        ended.set()
        telling.join()
