"""Where a verb writes its result: a whole file or none at all, or standard output."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from annotator.workflow.exporting.outs import whole_file


@contextmanager
def written(file: str) -> Iterator[BinaryIO]:
    """Give a stream that becomes `file` only once everything is in it; `-` is standard output."""
    if file == "-":
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    with whole_file(Path(file)) as sink:
        yield sink
