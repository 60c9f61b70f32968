"""What to export is chosen and counted before it is downloaded."""

import io
import re
import zipfile
from pathlib import Path

import pytest

from annotator.formats import FORMATS
from annotator.formats.kept import KEPT
from annotator.workflow import importing
from tests.fixtures.cast import Web, add_page

PAPER = Path(__file__).parents[2] / "docs/formats.md"


def said(web: Web, query: str = "") -> str:
    """The sentence that counts."""
    shown = web.browser("curator").get(f"/projects/harbour/export/count{query}").text
    found = re.search(r'<p role="status">([^<]*)<', shown)
    assert found
    return found[1]


def test_the_screen_says_of_every_format_what_the_paper_says(web: Web) -> None:
    rows = [line.strip("|").split("|") for line in PAPER.read_text().split("\n") if line.startswith("| `")]
    cells = [[cell.strip().replace("`", "") for cell in row] for row in rows]
    assert {name: (keeps, drops) for name, _, keeps, drops, *_ in cells} == KEPT
    assert KEPT.keys() == {one.name for one in FORMATS}
    shown = web.browser("curator").get("/projects/harbour/exports").text
    assert all(f'<th scope="row">{name}</th>' in shown for name in KEPT)


def test_the_count_follows_the_choice_before_anything_is_written(web: Web) -> None:
    add_page(web.instance, "harbour", "other.txt", "Other")
    assert said(web).startswith("2 pages to write")
    assert said(web, "?site=nowhere.example").startswith("0 pages to write")
    assert said(web, "?site=").startswith("2 pages to write")
    assert (
        said(web, "?layer=mood")
        == "layer: there is no layer &#39;mood&#39;; the layers are page, lines, quotes, stances."
    )
    assert "there is no format" in said(web, "?format=papyrus")
    assert "there is no" in said(web, "?answers=layers")


def test_without_javascript_the_same_form_counts_and_keeps_what_was_chosen(web: Web) -> None:
    shown = web.browser("curator").get("/projects/harbour/exports?layer=quotes&format=brat&since=2026-01-01").text
    assert "<option selected>brat</option>" in shown
    assert 'name="layer" value="quotes" checked>' in shown
    assert 'value="2026-01-01"' in shown
    assert "0 pages to write" in shown


@pytest.mark.parametrize("name", ["brat", "csv", "prodigy"])
def test_a_choice_is_streamed_in_its_format(web: Web, name: str) -> None:
    row = b'{"text": "\\"Yes,\\" said Mara.", "label": [[0, 6, "content"]]}'
    list(importing.import_streams(web.instance.database, "harbour", [("Ana.jsonl", io.BytesIO(row))]))
    answer = web.browser("curator").client.get(f"/projects/harbour/export?format={name}&answers=drafts", buffered=False)
    assert answer.status_code == 200
    assert answer.is_streamed
    assert answer.headers["Content-Type"].startswith("application/zip")
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        assert any("ana" in one for one in archive.namelist())


def test_a_choice_that_can_not_be_is_one_sentence(web: Web) -> None:
    answer = web.browser("curator").get("/projects/harbour/export?layer=mood")
    assert answer.status_code == 422
    assert "there is no layer" in answer.text
