"""The canonical format: bytes in and out, bad rows, the published schema."""

import hashlib
import io
import json
from importlib.resources import files
from typing import Any

import pytest

from annotator.core.constraints import Rules
from annotator.core.presets import preset
from annotator.core.record_labels import fit
from annotator.core.spans import Span
from annotator.formats import FORMATS, format_named, json_lines
from annotator.formats.jsonl import Jsonl
from annotator.formats.readers import Json
from annotator.formats.rows import Rows
from tests.fixtures import records
from tests.fixtures.written import written

RULES = Rules(preset("full"), records.NAMES)


def exported(raw: bytes) -> bytes:
    """Import rows and export them again."""
    rows = list(Jsonl().read(io.BytesIO(raw), "in.jsonl"))
    found = [row.record for row in rows if row.record]
    assert len(found) == len(rows)
    for record in found:
        for one in record.labellings:
            fit(one, RULES, record.page.name)
    done = written(Jsonl(), *found)
    assert (done.refused, done.losses) == ([], [])
    return done.only


def row(value: dict[str, Any]) -> bytes:
    return json.dumps(value).encode() + b"\n"


def refusals(raw: bytes) -> list[str]:
    return [str(one.refusal) for one in Json().read(io.BytesIO(raw), "in.jsonl") if one.refusal]


def test_the_second_export_equals_the_first_to_the_byte() -> None:
    first = exported(row(records.value()))
    assert exported(first) == first


def test_rows_are_written_without_spaces_and_with_non_ascii_kept() -> None:
    raw = exported(row(records.value()))
    assert raw.startswith(b'{"format":"annotator.page/1","page":{"id":"p-1","name":"harbour/a.txt","url":null,')
    assert raw.endswith(b"}]}]}\n")
    assert "👩‍🚀".encode() in raw


def test_metadata_keeps_the_order_of_keys_and_the_spelling_of_numbers() -> None:
    value = records.value(meta={})
    meta = '{"z": 1.50, "a": [1E5, -0, 123456789012345678901234567890], "š": "\\u0161"}'
    raw = json.dumps(value).replace('"meta": {}', f'"meta": {meta}').encode()
    assert '"meta":{"z":1.50,"a":[1E5,-0,123456789012345678901234567890],"š":"š"}'.encode() in exported(raw)


def test_a_page_whose_spans_dont_fit_is_left_out_and_told() -> None:
    found = [one.record for one in Jsonl().read(io.BytesIO(row(records.value()) * 2), "in.jsonl") if one.record]
    labelling = found[0].labellings[0].labelling
    labelling.quotes["q-1"] = type(labelling.quotes["q-1"])(
        id="q-1", position=0, mark=labelling.quotes["q-1"].mark, contents=(Span(5, 5),)
    )
    done = written(Jsonl(), *found)
    assert [one.place for one in done.refused] == ["page harbour/a.txt, labelling Ana, quote q-1, contents 1"]
    assert done.only.count(b"\n") == 1


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (b'{"te', "is not valid JSON at byte 14 (unexpected end of data)"),
        (b'{"text": NaN}', "is not valid JSON at byte 19 (unexpected character, expected a JSON value)"),
        (b'{"text": "\\ud800"}', "is not valid JSON at byte "),
        (b'{"text": 1e400}', "is not valid JSON at byte "),
        (b"[" * 5000, "depth limit exceeded"),
        (b'{"text": "x", "meta": {"a": ' + b"[" * 990 + b"]" * 990 + b"}}", "nest"),
        (b'{"text": "caf\xe9 d\xe9j\xe0 vu, tr\xe8s bien"}', "is not UTF-8 at byte 23 (0xE9); it looks like cp1252"),
        (b'{"text": "a\\u0000b"}', "text holds a NUL at character 1"),
        (b'{"text": "a", "meta": {"k": ["\\u0000"]}}', "meta.k[0] holds a NUL at character 0"),
        (b'{"text": "a", "\\u0000": 1}', "a key holds a NUL at character 0"),
        (b"[]", "the row should be a JSON object"),
        (b'{"text": ""}', "page in.jsonl:2: is empty"),
        (b'{"text": 3}', "page in.jsonl:2: lacks a 'text' that is a string"),
        (b'{"text": "x", "url": 3}', "page in.jsonl:2: 'url' should be a string or null, not 3"),
        (b'{"format": "annotator.page/9"}', "record: its format is not 'annotator.page/1'"),
    ],
)
def test_a_bad_row_is_told_with_line_and_byte_and_the_rest_goes_in(raw: bytes, says: str) -> None:
    lines = b"         \n" + raw + b'\n{"text": "good"}\r\n'
    rows = list(Json().read(io.BytesIO(lines), "in.jsonl"))
    assert [one.place for one in rows] == [
        "in.jsonl, line 2 (from byte 10)",
        f"in.jsonl, line 3 (from byte {11 + len(raw)})",
    ]
    assert rows[1].record
    assert rows[1].record.page.text.text == "good"
    message = str(rows[0].refusal)
    assert message.startswith("in.jsonl, line 2 (from byte 10)")
    assert says in message


def test_a_row_without_end_is_refused_without_being_read_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_lines, "ROW_BYTES", 100)
    raw = b'{"text": "' + b"x" * 3_000_000 + b'"}\n{"text": "good"}\n' + b"[" * 200
    rows = list(Json().read(io.BytesIO(raw), "in.jsonl"))
    assert "line 1 (from byte 0): the row is longer than" in str(rows[0].refusal)
    assert rows[1].record
    assert rows[1].place == "in.jsonl, line 2 (from byte 3000013)"
    assert len(rows) == 3
    assert "line 3" in str(rows[2].refusal)


def test_a_last_row_that_is_too_long_ends_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_lines, "ROW_BYTES", 100)
    rows = list(Json().read(io.BytesIO(b'{"text": "' + b"x" * 2_000_000), "in.jsonl"))
    assert [row.record for row in rows] == [None]


def test_words_that_only_look_like_an_escaped_nul_are_taken() -> None:
    rows = list(Json().read(io.BytesIO(b'{"text": "a\\\\u0000", "meta": {"k": [1]}}'), "in.jsonl"))
    assert rows[0].record
    assert rows[0].record.page.text.text == "a\\u0000"


def test_a_byte_order_mark_before_the_first_row_is_passed_over() -> None:
    rows = list(Json().read(io.BytesIO(b'\xef\xbb\xbf{"text": "a"}\n\xef\xbb\xbf{"text": "b"}'), "in.jsonl"))
    assert rows[0].record
    assert "byte order mark" in str(rows[1].refusal)


def test_a_record_keeps_to_the_limits_of_raw_text() -> None:
    assert refusals(row(records.value(text="")))[0].endswith("the text has 0 code points, not 195")
    long = "x" * (1 << 20) + "y"
    value = records.value(text=long, length=len(long), sha256=hashlib.sha256(long.encode()).hexdigest())
    value["labellings"] = []
    assert refusals(row(value)) == [
        "in.jsonl, line 1 (from byte 0), page harbour/a.txt: line 1, from byte 0 on, is longer than 1 MiB"
    ]


def test_every_format_has_a_name_of_its_own_and_an_unknown_one_is_refused() -> None:
    assert [format_named(one.name) for one in FORMATS] == list(FORMATS)
    with pytest.raises(ValueError, match="there is no format 'xml'; the formats are jsonl, rows"):
        format_named("xml")


def test_plain_rows_come_back_with_their_metadata() -> None:
    raw = b'{"text":"a\\r\\n","name":"n","url":"u","meta":{"x":1.0}}\n{"text":"b"}\n'
    rows = list(Rows().read(io.BytesIO(raw), "p.jsonl"))
    found = [one.record for one in rows if one.record]
    assert [one.page.name for one in found] == ["n", "p.jsonl:2"]
    assert written(Rows(), *found).only == raw.replace(b'{"text":"b"}', b'{"text":"b","name":"p.jsonl:2"}')


def test_a_field_that_a_plain_row_does_not_know_is_told() -> None:
    rows = list(Rows().read(io.BytesIO(b'{"text": "a", "auhtor": "Ana"}'), "p.jsonl"))
    assert rows[0].record
    assert rows[0].record.notices == ["page p.jsonl:1: the field 'auhtor' is not known and was left out"]


def keys_fit(value: Any, schema: dict[str, Any], top: dict[str, Any]) -> None:
    """Hold the keys, their order and the enumerated values of an export against the published schema."""
    if "$ref" in schema:
        schema = top["$defs"][schema["$ref"].removeprefix("#/$defs/")]
    if "enum" in schema:
        assert value in schema["enum"]
    if "const" in schema:
        assert value == schema["const"]
    if isinstance(value, dict) and "properties" in schema:
        assert list(value) == list(schema["properties"]) == schema["required"]
        for key, inner in value.items():
            keys_fit(inner, schema["properties"][key], top)
    if isinstance(value, list) and "items" in schema:
        for inner in value:
            keys_fit(inner, schema["items"], top)


def test_an_export_has_the_keys_and_values_of_the_published_schema() -> None:
    schema = json.loads(files("annotator.formats").joinpath("record.schema.json").read_text(encoding="utf-8"))
    keys_fit(json.loads(exported(row(records.value()))), schema, schema)
