"""UIMA CAS: read by dkpro-cassis, with offsets that UIMA counts in UTF-16 and with all labels."""

import hashlib
import re
from io import BytesIO
from typing import Any

import cassis

from annotator.formats.cas import Cas
from tests.fixtures import records
from tests.fixtures.answers import answer
from tests.fixtures.written import Written, written

FILE = "harbour-a.xmi"


def read(done: Written, name: str = FILE) -> Any:
    types = cassis.load_typesystem(BytesIO(done.files["TypeSystem.xml"]))
    return cassis.load_cas_from_xmi(BytesIO(done.files[name]), typesystem=types)


def parts(cas: Any, name: str) -> list[tuple[str, str]]:
    found = sorted(cas.select(f"annotator.{name}"), key=lambda one: (one.begin, one.position))
    return [(one.get_covered_text(), one.quote.id) for one in found]


def test_cassis_finds_the_text_and_each_part_with_its_quote() -> None:
    cas = read(written(Cas(), answer()))
    assert cas.sofa_string == records.TEXT
    assert parts(cas, "Content") == [
        ("‘We open in May’", "q-2"),
        ("“The bridge opens in May,”", "q-1"),
        ("“All of it.", "q-1"),
        ("that “nobody” would pay", "q-0"),
    ]
    assert parts(cas, "Cue") == [("said", "q-1"), ("said", "q-0")]
    assert parts(cas, "Source") == [("Chloe Marsh", "q-1"), ("Dora", "q-0")]
    [evidence, _] = cas.select("annotator.Evidence")
    assert (evidence.get_covered_text(), evidence.stance.polarity) == ("opens in May", "1")
    assert (evidence.stance.quote.id, evidence.stance.target_name) == ("q-1", "opening the bridge in May")
    labels = {one.n: (one.label, one.kind, one.get_covered_text()) for one in cas.select("annotator.Line")}
    assert labels[2] == ("body", "headline", "Mayor: ‘We open in May’")
    quote = next(one for one in cas.select("annotator.Quote") if one.id == "q-1")
    assert (quote.quote_type, quote.speaker_name, quote.flags) == ("direct", "Chloe Marsh", "discontinuous unclosed")


def test_offsets_in_the_file_are_those_of_utf_16() -> None:
    raw = written(Cas(), answer()).files[FILE].decode()
    start, end = (int(one) for one in re.findall(r"<annotator:Cue [^>]*begin=\"(\d+)\" end=\"(\d+)\"", raw)[0])
    units = records.TEXT.encode("utf-16-le")
    assert units[2 * start : 2 * end].decode("utf-16-le") == "said"
    assert records.TEXT[start:end] != "said"


def test_what_xml_cannot_hold_is_replaced_told_and_moves_nothing() -> None:
    text = records.TEXT.replace("Harbour", "Harb\x0cur").replace("Mayor", "Ma\x01or")
    value = records.value(text=text, length=len(text), sha256=hashlib.sha256(text.encode()).hexdigest())
    for line in value["labellings"][0]["lines"]:
        line["text"] = text[line["start"] : line["end"]]
    done = written(Cas(), answer(value))
    assert [(loss.layer, loss.what) for loss in done.losses] == [("page", "U+000C at 5, U+0001 at 17")]
    assert read(done).sofa_string == text.replace("\x0c", "\ufffd").replace("\x01", "\ufffd")
    assert parts(read(done), "Cue") == [("said", "q-1"), ("said", "q-0")]


def test_a_page_says_who_labelled_it_and_what_is_known_of_it() -> None:
    [page] = read(written(Cas(), answer(records.value(site="harbour.example")))).select("annotator.Page")
    assert (page.name, page.site, page.annotator, page.role) == ("harbour/a.txt", "harbour.example", "Ana", "annotator")
    assert '"name":"Chloe Marsh"' in page.entities
    assert page.usable == "true"
