"""Streams to prepared pages: raw text decoded, rows and records read, each in its place; bad ones become refusals."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from publicsuffixlist import PublicSuffixList

from annotator.core.errors import Refused
from annotator.core.records import Record, RecordPage
from annotator.formats import read_json_lines
from annotator.formats.rawtext import PAGE_BYTES, decode

from .sources import BROKEN, Source, checked_name


@dataclass(frozen=True, slots=True)
class Options:
    """How to import: what the bytes are, and what may be overwritten.

    `encoding` of raw text (None: UTF-8); `update` changes metadata that is there; `replace` puts labellings in
    the place of others; `site_from_folder` calls the site of a page like the folder it lies in; `predictions` takes
    labellings of machines on pages that are there, and nothing else.
    """

    encoding: str | None = None
    update: bool = False
    replace: bool = False
    site_from_folder: bool = False
    predictions: bool = False


@dataclass(frozen=True, slots=True)
class Prepared:
    """A page that is ready to be stored.

    `raw` are its bytes where they differ from its text as UTF-8; `place` says which row of which file it is, and is
    empty for a page that is a file of its own.
    """

    record: Record
    raw: bytes | None = None
    place: str = ""

    @property
    def weight(self) -> int:
        """About how many bytes storing it will take."""
        return self.record.page.length + len(self.raw or b"") + 2000


def prepared(sources: Iterable[Source | Refused], options: Options) -> Iterator[Prepared | Refused]:
    """Yield every page of the sources, or why it is none; one bad page stops nothing."""
    for source in sources:
        if isinstance(source, Refused):
            yield source
            continue
        try:
            yield from _rows(source, options) if source.is_rows else _raw(source, options)
        except Refused as refused:
            yield refused
        except BROKEN as error:
            yield Refused(source.name, f"is damaged ({error})")


def _raw(source: Source, options: Options) -> Iterator[Prepared]:
    raw = source.stream.read(PAGE_BYTES + 1)
    try:
        decoded = decode(raw, options.encoding)
    except Refused as refused:
        raise refused.within(source.name) from None
    text = decoded.text
    page = RecordPage(name=source.name, text=text, sha256=text.digest, length=len(text), source=decoded.source)
    yield Prepared(Record(_with_site(page, options)), raw if decoded.source else None)


def _rows(source: Source, options: Options) -> Iterator[Prepared | Refused]:
    for row in read_json_lines(source.stream, source.name):
        if row.record is None:
            yield row.refusal or Refused(row.place, "could not be read")
            continue
        record = row.record
        try:
            checked_name(record.page.name)
            if options.predictions:
                _check_predictions(record)
        except Refused as refused:
            yield refused.within(row.place)
            continue
        record.page = _with_site(record.page, options)
        yield Prepared(record, place=row.place)


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
        host = urlsplit(url if "//" in url else f"//{url}").hostname
    except ValueError:
        return None
    if not host or ":" in host or host.replace(".", "").isdigit():
        return None
    domain = _suffixes().privatesuffix(host.rstrip("."))
    return str(domain) if domain else None


@cache
def _suffixes() -> PublicSuffixList:
    return PublicSuffixList()
