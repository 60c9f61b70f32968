"""Streams to prepared pages: each file read in its form, each row in its place; bad ones become refusals."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from publicsuffixlist import PublicSuffixList

from annotator.core.dates import FORM, is_date
from annotator.core.errors import Refused
from annotator.core.reading import short
from annotator.core.records import Record, RecordPage
from annotator.core.scheme import Scheme
from annotator.formats.base import Row, Told
from annotator.formats.foreign import brat
from annotator.formats.foreign.meaning import check_names
from annotator.formats.rawtext import PAGE_BYTES
from annotator.formats.readers import reader_for

from .report import FILE, Event
from .sources import BROKEN, Source, checked_name

HOST = re.compile(r"[\w.-]+")


@dataclass(frozen=True, slots=True)
class Options:
    """How to import: what the bytes are, and what may be overwritten.

    `encoding` of raw text (None: UTF-8); `update` changes metadata that is there; `replace` puts labellings in
    the place of others; `site_from_folder` calls the site of a page like the folder it lies in; `predictions` takes
    labellings of machines on pages that are there, and nothing else. `format` is the form of the files (None: as each
    file tells); `names`, `layers` and `annotator` are about the labels of other tools, see `formats.base.Told`.
    """

    encoding: str | None = None
    update: bool = False
    replace: bool = False
    site_from_folder: bool = False
    predictions: bool = False
    format: str | None = None
    names: Mapping[str, str] = field(default_factory=dict)
    layers: tuple[str, ...] = ()
    annotator: str | None = None

    def told(self, scheme: Scheme) -> Told:
        """Return what readers are told; refuses a form, a layer and a meaning of a label that there isn't."""
        reader_for("", self.format)
        for layer in self.layers:
            if layer not in scheme.layers:
                raise Refused("--layer", f"this project has no layer {layer!r}; it has {', '.join(scheme.layers)}")
        told = Told(self.encoding, self.names, self.layers, self.annotator, scheme)
        check_names(told)
        return told


@dataclass(frozen=True, slots=True)
class Prepared:
    """A page that is ready to be stored.

    `raw` are its bytes where they differ from its text as UTF-8, `nodes` the map to the nodes of its HTML; `place` says
    which row of which file it is, and is empty for a page that is a file of its own.
    """

    record: Record
    raw: bytes | None = None
    place: str = ""
    nodes: bytes | None = None

    @property
    def weight(self) -> int:
        """About how many bytes storing it will take."""
        return self.record.page.length + len(self.raw or b"") + len(self.nodes or b"") + 2000


def prepared(sources: Iterable[Source | Refused], options: Options, told: Told) -> Iterator[Prepared | Refused | Event]:
    """Yield every page of the sources, or why it is none, and what is told of a file; one bad page stops nothing."""
    for source in sources:
        if isinstance(source, Refused):
            yield source
            continue
        try:
            yield from (_prepared(row, source, options) for row in _rows(source, options, told))
        except Refused as refused:
            yield refused
        except BROKEN as error:
            yield Refused(source.name, f"is damaged ({error})")


def _rows(source: Source, options: Options, told: Told) -> Iterator[Row]:
    if source.annotations is not None:
        yield brat.read_pair(source.stream.read(PAGE_BYTES + 1), source.annotations, source.name, told)
    else:
        yield from reader_for(source.name, options.format).read(source.stream, source.name, told)


def _prepared(row: Row, source: Source, options: Options) -> Prepared | Refused | Event:
    if row.notice:
        return Event(FILE, row.place, f"{row.place}: {row.notice}")
    if row.record is None:
        return row.refusal or Refused(row.place, "could not be read")
    record = row.record
    alone = row.place == source.name
    try:
        checked_name(record.page.name)
        record.page = _with_site(record.page, options)
        _check_date(record, "" if alone else f"{row.place}, ")
        _check_groups(record.page)
        if options.predictions:
            _check_predictions(record)
    except Refused as refused:
        return refused.within(row.place)
    return Prepared(record, row.raw, "" if alone else row.place, row.nodes)


def _check_groups(page: RecordPage) -> None:
    try:
        short(page.site, "site")
        short(page.story, "story")
    except Refused as refused:
        raise refused.within(f"page {page.name}") from None


def _check_date(record: Record, place: str) -> None:
    """Take what is no date for an unknown one, and say so: splits by time and the choice of days go by it."""
    page = record.page
    if page.published is None or is_date(page.published):
        return
    said = f"'published' is {page.published[:60]!r}, which is no date like {FORM}, and counts as not known"
    record.notices.append(f"{place}page {page.name}: {said}")
    record.page = replace(page, published=None)


def _check_predictions(record: Record) -> None:
    place = f"page {record.page.name}"
    if not record.labellings:
        raise Refused(place, "holds no labelling")
    for one in record.labellings:
        if one.role != "machine":
            raise Refused(f"{place}, labelling {one.annotator}", f"a prediction has the role machine, not {one.role}")


def _with_site(page: RecordPage, options: Options) -> RecordPage:
    """Fill in the site: the record's own, else the registered domain of the address, else the folder if asked."""
    if page.site:
        return page
    site = registered_domain(page.url) if page.url else None
    if site is None and options.site_from_folder:
        site = PurePosixPath(page.name).parent.name or None
    return replace(page, site=site) if site else page


def registered_domain(url: str) -> str | None:
    """Return the domain that somebody registered (`news.example.co.uk` is `example.co.uk`'s), None where none is."""
    try:
        parts = urlsplit(url if "//" in url else f"//{url}")
        host = parts.hostname
    except ValueError:
        return None
    if not host or "\\" in parts.netloc or not HOST.fullmatch(host) or host.replace(".", "").isdigit():
        return None
    domain = _suffixes().privatesuffix(host.rstrip("."))
    return str(domain) if domain else None


@cache
def _suffixes() -> PublicSuffixList:
    return PublicSuffixList()
