"""Reading a release's files again: records of both kinds in the order of their names."""

import heapq
import re
from collections.abc import Iterator
from pathlib import Path

import orjson

from annotator.core.errors import Refused
from annotator.core.labels import Json

from .parts import PAGES, STANDOFF

DIGEST = re.compile(r"[0-9a-f]{64}")


def manifest_of(folder: Path) -> Json:
    """Return the manifest of a release's folder; refuses a folder that is none."""
    try:
        found = orjson.loads((folder / "manifest.json").read_bytes())
        known = found["format"] == "annotator.release/1"
    except (OSError, ValueError, KeyError, TypeError):
        known = False
    if not known:
        raise Refused(str(folder), "is no release of annotator: it has no manifest.json of that format")
    return dict(found)


def rows(file: Path) -> Iterator[Json]:
    """Yield the objects of a JSON Lines file; a file that isn't there has none, and a bad row is refused by number."""
    if not file.is_file():
        return
    with file.open("rb") as stream:
        for number, line in enumerate(stream, 1):
            try:
                value = orjson.loads(line)
            except ValueError:
                value = None
            if not isinstance(value, dict):
                raise Refused(f"{file.name}, row {number}", "is no JSON object")
            yield value


def records(folder: Path) -> Iterator[Json]:
    """Yield the records with and without text, by name."""
    each = [map(_checked, rows(folder / name)) for name in (PAGES, STANDOFF)]
    yield from heapq.merge(*each, key=name_of)


def _checked(value: Json) -> Json:
    """Return a record as it is; refuses one whose page can't be told, since the folder may come from anywhere."""
    page = value.get("page")
    about = page if isinstance(page, dict) else {}
    told = isinstance(about.get("name"), str) and isinstance(about.get("length"), int)
    if not told or not DIGEST.fullmatch(str(about.get("sha256"))) or not isinstance(value.get("labellings"), list):
        raise Refused("record", "lacks its page's name, sha256 and length, or its labellings")
    return value


def name_of(value: Json) -> str:
    """Return the name of a record's page."""
    return str(value["page"]["name"])
