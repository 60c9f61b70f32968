"""Joining a release's stand-off records with texts one has: by digest, every span put back in its place."""

import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import orjson

from annotator.core import standoff
from annotator.core.errors import Refused
from annotator.core.labels import Json
from annotator.core.records import read_record
from annotator.formats.base import Told
from annotator.workflow.exporting.outs import whole_file
from annotator.workflow.importing.reading import Options, Prepared, prepared
from annotator.workflow.importing.sources import from_paths, paired

from . import reading


@dataclass(slots=True)
class Joined:
    """What joining came to: pages that had their text, that got it, whose text wasn't there; files that are no text."""

    whole: int = 0
    joined: int = 0
    missing: int = 0
    unread: list[Refused] = field(default_factory=list)


def join(folder: Path, texts: Iterable[Path], target: Path) -> Joined:
    """Write all pages of a release's folder whose text is known as canonical records, by name.

    `texts` are files of raw text, JSON Lines with a `text`, archives, or folders of these; a text is known again by its
    sha256, whatever it is called. Refuses a folder that is no release; what is no text is passed over and told.
    """
    reading.manifest_of(folder)
    done = Joined()
    with tempfile.TemporaryDirectory(prefix=".join-", dir=target.parent if target.parent.is_dir() else None) as aside:
        wanted = {one["page"]["sha256"] for one in reading.records(folder) if one["format"] == standoff.FORMAT}
        done.unread += _collect(wanted, texts, Path(aside))
        with whole_file(target) as sink:
            for value in reading.records(folder):
                found = _whole(value, Path(aside), done)
                if found is not None:
                    sink.write(orjson.dumps(found) + b"\n")
    return done


def _whole(value: Json, texts: Path, done: Joined) -> Json | None:
    if value["format"] != standoff.FORMAT:
        done.whole += 1
        return value
    file = texts / value["page"]["sha256"]
    if not file.exists():
        done.missing += 1
        return None
    found = standoff.with_text(value, file.read_bytes().decode())
    read_record(found)
    done.joined += 1
    return found


def _collect(wanted: set[str], paths: Iterable[Path], aside: Path) -> Iterator[Refused]:
    """Put the texts that are wanted into a folder, each under its digest; yields what could not be read."""
    for one in prepared(paired(from_paths(paths)), Options(), Told()):
        if isinstance(one, Refused):
            yield one
        if not isinstance(one, Prepared):
            continue
        page = one.record.page
        if page.sha256 in wanted:
            (aside / page.sha256).write_bytes(page.text.text.encode())
