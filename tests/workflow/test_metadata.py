"""What is known about pages, set from a table."""

from collections import Counter
from io import StringIO

import pytest

from annotator.core.errors import Refused
from annotator.store.database import Database
from annotator.workflow import metadata
from tests.fixtures.desk import Desk
from tests.fixtures.press import page


@pytest.fixture
def desk(newsroom: Database) -> Desk:
    """Two pages."""
    made = Desk(newsroom)
    made.records({"text": "one", "name": "a", "title": "=A"}, {"text": "two", "name": "b"})
    return made


def test_a_table_says_what_is_known(desk: Desk) -> None:
    assert "".join(metadata.write_table(desk.db, "news")) == (
        "name,url,site,language,title,published,story,rights\na,,,,'=A,,,\nb,,,,,,,\n"
    )


def test_its_own_table_changes_nothing(desk: Desk) -> None:
    table = StringIO("".join(metadata.write_table(desk.db, "news")))
    assert Counter(one.kind for one in metadata.read_table(desk.db, "news", table)) == {"unchanged": 2}


def test_filled_cells_are_set_and_empty_ones_leave_what_is_there(desk: Desk) -> None:
    table = StringIO("name,title,language\na,,sr-Cyrl\nb,B,\nc,C,\nb,B,no!\n")
    outcome = [(one.kind, one.sentence) for one in metadata.read_table(desk.db, "news", table)]
    assert outcome == [
        ("updated", "page a has a new language"),
        ("updated", "page b has a new title"),
        ("refused", "line 4: there is no page c"),
        ("refused", "line 5, no!: is no language tag; they look like en, sr-Cyrl or ar"),
    ]
    assert (desk.pages()["a"].title, desk.pages()["a"].language) == ("=A", "sr-Cyrl")


def test_a_date_that_is_none_is_refused_with_its_line(desk: Desk) -> None:
    table = StringIO("name,published\na,2026-11-22\nb,yesterday\n")
    outcome = [(one.kind, one.sentence) for one in metadata.read_table(desk.db, "news", table)]
    said = "'published' should be a date like 2026-11-22 or 2026-11-22T08:00:00Z, not 'yesterday'"
    assert outcome == [("updated", "page a has a new published"), ("refused", f"line 3, page b: {said}")]
    assert {name: one.published for name, one in desk.pages().items()} == {"a": "2026-11-22", "b": None}


def test_the_text_is_no_column(desk: Desk) -> None:
    with pytest.raises(Refused, match="'text' is none of"):
        list(metadata.read_table(desk.db, "news", StringIO("name,text\na,new\n")))


def test_a_site_gives_its_rights_to_all_its_pages(newsroom: Database) -> None:
    desk = Desk(newsroom)
    desk.records(*(page(number, site="herald.example", rights=None) for number in (1, 2)), page(3, rights=None))
    assert metadata.set_rights(newsroom, "news", "herald.example", " CC-BY-4.0 ") == 2
    assert metadata.set_rights(newsroom, "news", "herald.example", "CC-BY-4.0") == 0
    assert {name: one.rights for name, one in desk.pages().items()} == {
        "1.txt": "CC-BY-4.0",
        "2.txt": "CC-BY-4.0",
        "3.txt": None,
    }
    assert metadata.set_rights(newsroom, "news", "", "CC0") == 1
    with pytest.raises(Refused, match=r"courier.example: is the site of no page of news"):
        metadata.set_rights(newsroom, "news", "courier.example", "CC0")
