"""Joining a release's stand-off records with texts one has: by digest, every span put back in its place."""

import hashlib
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import orjson

from annotator.core import standoff
from annotator.core.errors import Refused
from annotator.core.labels import Json
from annotator.core.records import read_record
from annotator.formats import read_json_lines
from annotator.formats.rawtext import PAGE_BYTES, decode
from annotator.workflow.exporting.outs import whole_file
from annotator.workflow.importing.sources import BROKEN, Source, from_paths

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
    for source in from_paths(paths):
        if isinstance(source, Refused):
            yield source
            continue
        try:
            for text in _texts(source):
                if isinstance(text, Refused):
                    yield text
                    continue
                raw = text.encode()
                digest = hashlib.sha256(raw).hexdigest()
                if digest in wanted:
                    (aside / digest).write_bytes(raw)
        except Refused as refused:
            yield refused.within(source.name)
        except BROKEN as error:
            yield Refused(source.name, f"is damaged ({error})")


def _texts(source: Source) -> Iterator[str | Refused]:
    if not source.is_rows:
        yield decode(source.stream.read(PAGE_BYTES + 1)).text.text
        return
    for row in read_json_lines(source.stream, source.name):
        if row.refusal:
            yield row.refusal
        if row.record:
            yield row.record.page.text.text
