"""Files of brat and CoNLL-U Plus, opened by parsers that others wrote."""

from pathlib import Path
from typing import Any

import conllu
import pytest
from pybrat.parser import BratParser

from annotator.formats.brat import Brat
from annotator.formats.conll import Conll
from annotator.formats.polnear import Polnear
from tests.fixtures import ferry
from tests.fixtures.written import written

OUTER = ["“It leaves at noon,”", "“and Dora says the pier is closed.”"]


@pytest.mark.parametrize(("one", "folder"), [(Brat(), ""), (Polnear(), "train")], ids=["brat", "polnear"])
def test_a_parser_of_brat_finds_the_quotes_and_their_speakers(one: Brat | Polnear, folder: str, tmp_path: Path) -> None:
    for name, content in written(one, ferry.page()).files.items():
        # The corpus has its texts in another folder than its annotations; a parser wants them side by side.
        (tmp_path / Path(name).name).write_bytes(content)
        assert name.startswith(folder) or name == "pages.csv"
    # Its strict mode forbids two spans in one place, which brat itself allows.
    [page] = BratParser(error="ignore").parse(tmp_path)
    assert page.text == ferry.TEXT
    for entity in page.entities:
        assert " ".join(page.text[span.start : span.end] for span in entity.spans) == entity.mention
    first = next(event for event in page.events if event.type in ("quote", "Attribution"))
    arguments: list[Any] = list(first.arguments)
    parts = {part.type.lower(): part for part in arguments}
    assert (parts["content"].mention, parts["cue"].mention) == (" ".join(OUTER), "said")
    if isinstance(one, Brat):
        assert [(each.rid, each.entry) for each in parts["source"].references] == [("speaker", "Chloe Marsh")]


def test_a_parser_of_conll_u_plus_finds_lines_words_and_tags() -> None:
    sentences = conllu.parse(written(Conll(), ferry.page()).only.decode())
    assert [one.metadata["line"] for one in sentences] == ["1", "2", "3", "5", "6", "7"]
    third = sentences[2]
    assert (third.metadata["label"], third.metadata["kind"]) == ("body", "paragraph")
    assert third.metadata["text"] == ferry.TEXT.split("\n")[2]
    for word in third:
        start, end = (int(word["misc"][name]) for name in ("start_char", "end_char"))
        assert ferry.TEXT[start:end] == word["form"]
    tags = [(word["form"], word["quote:source"]) for word in third if word["quote:source"] != "O"]
    assert tags == [("Chloe", "B-source"), ("Marsh", "I-source"), ("Dora", "B-source")]
