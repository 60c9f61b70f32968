"""A release as a zip archive, sent while it is read."""

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, cast

from annotator.workflow.exporting.outs import Pipe

from . import places

CHUNK = 1 << 18
MANIFEST = "manifest.json"


def packed(folder: Path, name: str) -> Iterator[bytes]:
    """Yield a zip archive of a release's files, below a folder called `name`; the same files give the same bytes."""
    pipe = Pipe()
    with zipfile.ZipFile(cast("BinaryIO", pipe), "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for file in (*places.files(folder), MANIFEST):
            entry = zipfile.ZipInfo(f"{name}/{file}")
            entry.compress_type = zipfile.ZIP_DEFLATED
            with (folder / file).open("rb") as source, archive.open(entry, "w", force_zip64=True) as sink:
                while piece := source.read(CHUNK):
                    sink.write(piece)
                    yield pipe.taken()
    yield pipe.taken()
