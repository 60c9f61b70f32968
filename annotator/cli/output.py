"""Where a verb writes its result: a whole file or none at all, or standard output."""

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

from annotator.core.errors import Refused


@contextmanager
def written(file: str) -> Iterator[BinaryIO]:
    """Give a stream that becomes `file` only once everything is in it; `-` is standard output.

    A new file is readable by its owner alone, as everything that comes out of an instance.
    """
    if file == "-":
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    target = Path(file)
    if target.is_dir() or not target.parent.is_dir():
        raise Refused(file, "is a folder" if target.is_dir() else "its folder isn't there")
    with tempfile.NamedTemporaryFile(dir=target.parent, prefix=f".{target.name}.", delete=False) as aside:
        try:
            yield cast("BinaryIO", aside)
            aside.flush()
            os.fsync(aside.fileno())
            if target.exists():
                Path(aside.name).chmod(target.stat().st_mode & 0o777)
            Path(aside.name).replace(target)
        except BaseException:
            Path(aside.name).unlink(missing_ok=True)
            raise
