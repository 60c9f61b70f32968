"""Whatever labels a page has, its second and third export are equal; bad files give refusals and nothing worse."""

import copy
import io
import json
from contextlib import suppress
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.core.constraints import Rules
from annotator.core.errors import Refused
from annotator.core.labelling import Labelling
from annotator.core.labels import LineLabel, Mark, Note, Quote, Stance
from annotator.core.presets import KINDS, preset
from annotator.core.record_labels import RecordLabelling, fit
from annotator.core.record_writing import record_value
from annotator.core.records import Record, RecordEntity, RecordPage, read_record
from annotator.core.scheme import QUOTE_FLAGS
from annotator.core.spans import Span
from annotator.core.text import PageText
from annotator.formats.jsonl import record_of, row_of
from annotator.formats.readers import Json
from annotator.languages import language
from tests.fixtures import records

LETTERS = "ab1 \n\t\r“”„\"'«»—.\u00a0\u2028\ufeff\U0001f600é\u0301عж•"
POLARITY: st.SearchStrategy[int | str] = st.sampled_from([1, 0, -1, "unclear"])
ENTITIES = ["e-1", "e-2"]
RULES = Rules(preset("full"), ENTITIES)


@st.composite
def marks(draw: st.DrawFn) -> Mark:
    at = draw(st.sampled_from([None, "2026-11-22T04:20:00.123Z"]))
    origin = draw(st.sampled_from(["hand", "guessed", "accepted", "propagated", "imported"]))
    return Mark(draw(st.sampled_from(["Ana", "Ben"])), at, origin, draw(st.sampled_from([None, "first"])))


@st.composite
def spans(draw: st.DrawFn, text: PageText) -> tuple[Span, ...]:
    """Return some spans that a text may hold."""
    found = []
    for _ in range(draw(st.integers(0, 3))):
        n = draw(st.integers(1, text.line_count))
        line = text.line_span(n)
        start = draw(st.integers(line.start, line.end))
        span = Span(start, draw(st.integers(start, line.end))).trimmed(text.text)
        if span.start < span.end:
            found.append(span)
    return tuple(found)


@st.composite
def quotes(draw: st.DrawFn, text: PageText, position: int) -> Quote:
    return Quote(
        id=f"q-{9 - position}",
        position=position,
        mark=draw(marks()),
        source_kind=draw(st.sampled_from([None, "explicit", "pronoun", "implicit", "none"])),
        speaker=draw(st.sampled_from([None, "unknown", *ENTITIES])),
        flags=tuple(sorted(draw(st.sets(st.sampled_from(QUOTE_FLAGS))))),
        **{name: draw(spans(text)) for name in Quote.SPANS},
    )


@st.composite
def pages(draw: st.DrawFn) -> Record:
    text = PageText(draw(st.text(LETTERS, min_size=1, max_size=80)))
    labelling = Labelling(text)
    labelling.status = draw(st.sampled_from(["todo", "in_progress", "done", "skipped"]))
    labelling.active_ms = draw(st.integers(0, 10**10))
    for n in draw(st.sets(st.integers(1, text.line_count))):
        kind = draw(st.sampled_from([None, *KINDS]))
        label = draw(st.sampled_from(["body", "boilerplate", "optional"]))
        flags = tuple(sorted(draw(st.sets(st.sampled_from(["mixed", "unsure"])))))
        labelling.lines[n] = LineLabel(label, kind.id if kind else None, flags, draw(marks()))
    for position in range(draw(st.integers(0, 3))):
        quote = draw(quotes(text, position))
        labelling.quotes[quote.id] = quote
        labelling.stances[quote.id] = Stance(
            id=quote.id,
            position=position,
            mark=draw(marks()),
            quote=quote.id,
            target="e-1",
            polarity=draw(POLARITY),
            explicit=draw(st.sampled_from([None, True, False])),
            evidence=draw(spans(text)),
        )
    for position, span in enumerate(draw(spans(text))):
        note = Note(
            id=f"n{position}", position=position, mark=Mark("Ana", None), start=span.start, end=span.end, note="?"
        )
        labelling.notes[note.id] = note
    meta = json.dumps(draw(st.dictionaries(st.text("aš\n"), st.floats(-10, 10) | st.none())), ensure_ascii=False)
    page = RecordPage(name="a.txt", text=text, sha256=text.digest, length=len(text), language="sr-Latn", meta=meta)
    listed = [RecordEntity(one, f"Name {one}", "PER", (("Име", "sr-Cyrl"), ("n", None))) for one in ENTITIES]
    one = RecordLabelling(annotator="Ana", role="annotator", labelling=labelling, layers_given=False, scheme="news/1")
    fit(one, RULES, "page a.txt")
    return Record(page, listed, [one])


def again(raw: bytes) -> bytes:
    """Import one row and export it."""
    row = next(iter(Json().read(io.BytesIO(raw), "in.jsonl")))
    assert row.record, row.refusal
    assert row.record.notices == []
    for one in row.record.labellings:
        fit(one, RULES, "page a.txt")
    return row_of(row.record)


@given(pages())
def test_the_export_of_an_import_of_an_export_is_the_same(record: Record) -> None:
    second = again(row_of(record))
    assert again(second) == second
    value = json.loads(second)
    for quote in value["labellings"][0]["quotes"]:
        for span in quote["contents"]:
            assert value["page"]["text"][span["start"] : span["end"]] == span["text"]


@given(pages())
def test_the_state_of_an_import_says_the_same_as_the_record(record: Record) -> None:
    before = record.labellings[0].labelling.to_json()
    after = read_record(record_value(record, language("sr-Latn"))).labellings[0].labelling.to_json()
    for key in ("status", "started", "finished", "active_ms", "lines", "quotes", "stances"):
        assert after[key] == before[key]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 300) | st.floats(allow_nan=False) | st.text("ab\0š“", max_size=3),
    lambda inner: (
        st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(["id", "start", "n"]), inner, max_size=2)
    ),
    max_leaves=4,
)


def paths(value: Any, way: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Return the ways to every value inside a JSON value."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [way, *(path for key, one in inner for path in paths(one, (*way, key)))]


PATHS = [path for path in paths(records.value()) if path]


@settings(max_examples=300)
@given(st.lists(st.tuples(st.sampled_from(PATHS), JSON), min_size=1, max_size=2))
def test_a_damaged_record_is_taken_or_refused_and_nothing_else(changes: list[tuple[tuple[Any, ...], Any]]) -> None:
    value = copy.deepcopy(records.value())
    for (*way, last), new in changes:
        inner: Any = value
        try:
            for step in way:
                inner = inner[step]
            inner[last] = new
        except (KeyError, IndexError, TypeError):
            continue
    with suppress(Refused):
        record = record_of(value)
        for one in record.labellings:
            fit(one, Rules(preset("full"), records.NAMES), "page")
        row_of(record)


@given(st.binary(max_size=60) | st.text('{}[]":,\\ud8019eE+-.text \n', max_size=60).map(str.encode))
def test_a_file_of_anything_gives_rows_or_refusals(raw: bytes) -> None:
    for row in Json().read(io.BytesIO(raw), "in.jsonl"):
        assert (row.record is None) != (row.refusal is None)
