"""spaCy's DocBin: opened by spaCy, spans exactly where they were put, whatever the tokens are."""

import hashlib
import json
import re
from typing import Any

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc
from spacy.tokens import DocBin as Bin

from annotator.formats import docbin
from annotator.formats.base import Answer
from annotator.formats.docbin import DocBin, doc_of
from annotator.formats.jsonl import row_of
from tests.fixtures import records
from tests.fixtures.answers import answer, labelled_by
from tests.fixtures.written import Written, written


def docs_of(done: Written, name: str) -> list[Doc]:
    vocab = spacy.blank("xx").vocab
    return list(Bin().from_bytes(done.files[name]).get_docs(vocab))


def spans(doc: Doc, role: str) -> list[tuple[str, str, str]]:
    return [(span.text, span.label_, span.id_) for span in doc.spans[role]]


def test_spacy_finds_the_text_and_the_spans_of_each_role() -> None:
    [doc] = docs_of(written(DocBin(), answer()), "train/en-00000.spacy")
    assert doc.text == records.TEXT
    assert spans(doc, "content") == [
        ("“The bridge opens in May,”", "content", "q-1"),
        ("“All of it.", "content", "q-1"),
        ("that “nobody” would pay", "content", "q-0"),
        ("‘We open in May’", "content", "q-2"),
    ]
    assert spans(doc, "cue") == [("said", "cue", "q-1"), ("said", "cue", "q-0")]
    assert spans(doc, "source") == [("Chloe Marsh", "source", "q-1"), ("Dora", "source", "q-0")]
    assert spans(doc, "evidence") == [("opens in May", "evidence", "s-1"), ("“nobody” would pay", "evidence", "s-2")]


def test_user_data_holds_all_the_rest() -> None:
    page = answer(records.value(meta={"n": 1}))
    [doc] = docs_of(written(DocBin(), page), "train/en-00000.spacy")
    told = doc.user_data
    whole = {
        "format": "annotator.page/1",
        "page": {**told["page"], "text": doc.text, "meta": json.loads(told["page"]["meta"])},
        "entities": told["entities"],
        "labellings": [{**told["labelling"], **{key: told[key] for key in docbin.ITEMS}}],
    }
    # spaCy gives lists back as tuples.
    assert json.loads(json.dumps(whole)) == json.loads(row_of(page.record))


def test_a_span_that_starts_inside_a_word_keeps_its_place() -> None:
    value = records.value()
    [labels] = value["labellings"]
    labels["quotes"][0]["contents"][0] = records.span("ridge opens in M")
    labels["quotes"][0]["sources"][0] = records.span("loe Mar")
    labels["stances"] = []
    doc = doc_of(answer(value))
    assert doc.text == records.TEXT
    assert spans(doc, "content")[0][0] == "ridge opens in M"
    assert spans(doc, "source")[0][0] == "loe Mar"


def test_a_layer_without_an_answer_has_no_group_and_an_empty_answer_an_empty_one() -> None:
    layers = {layer: {"status": "off", "pass": "main"} for layer in ("page", "quotes", "stances")}
    off = labelled_by("Ana", layers={**layers, "lines": {"status": "done", "pass": "main"}}, quotes=[], stances=[])
    assert dict(doc_of(off).spans) == {}
    empty = labelled_by("Ana", quotes=[], stances=[])
    assert {role: len(group) for role, group in doc_of(empty).spans.items()} == dict.fromkeys(
        ("content", "cue", "source", "evidence"), 0
    )


@pytest.mark.parametrize(
    ("language", "code"), [("sr-Latn", "sr"), ("ar", "ar"), ("ja", "xx"), (None, "xx"), ("tlh", "xx"), ("../x", "xx")]
)
def test_a_language_that_spacy_lacks_is_read_as_any(language: str | None, code: str) -> None:
    done = written(DocBin(), answer(records.value(language=language)))
    assert list(done.files) == [f"train/{code}-00000.spacy"]


def test_many_pages_become_several_files(monkeypatch: pytest.MonkeyPatch) -> None:
    pages = [answer(records.value(name=f"{n}.txt", id=f"p-{n}"), split="test") for n in range(5)]
    monkeypatch.setattr(docbin, "FILE_CHARACTERS", 2 * len(records.TEXT))
    monkeypatch.setattr(docbin, "LABEL_CHARACTERS", 0)
    done = written(DocBin(), *pages)
    assert list(done.files) == [f"test/en-0000{n}.spacy" for n in range(3)]
    assert [doc.user_data["page"]["name"] for name in done.files for doc in docs_of(done, name)] == [
        f"{n}.txt" for n in range(5)
    ]


@settings(max_examples=60)
@given(st.text(alphabet="ab1 \t\r\n“”'.,-\u00a0\u2028\ufeff\U0001f600é\u0301жش", min_size=1), st.data())
def test_any_text_and_any_span_survive(text: str, data: st.DataObject) -> None:
    words = [match.span() for match in re.finditer(r"\S(?:[^\n]*\S)?", text)]
    chosen: list[Any] = []
    for start, end in data.draw(st.lists(st.sampled_from(words), max_size=3)) if words else []:
        a = data.draw(st.integers(start, end - 1))
        b = data.draw(st.integers(a + 1, end))
        if text[a:b] == text[a:b].strip():
            chosen.append({"start": a, "end": b, "text": text[a:b]})
    doc = doc_of(_page(text, chosen))
    assert doc.text == text
    assert [(span.start_char, span.end_char) for span in doc.spans["content"]] == [
        (one["start"], one["end"]) for one in chosen
    ]


def _page(text: str, contents: list[Any]) -> Answer:
    head = {"name": "a", "text": text, "length": len(text), "sha256": hashlib.sha256(text.encode()).hexdigest()}
    quotes = [{"id": f"q-{n}", "contents": [one], "source_kind": "none"} for n, one in enumerate(contents)]
    labels = {"annotator": "Ana", "role": "annotator", "status": "done", "quotes": quotes}
    return answer({"format": "annotator.page/1", "page": {**head, "language": "en"}, "labellings": [labels]})
