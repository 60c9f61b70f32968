"""The registry as a table, and its search."""

from io import StringIO

import pytest

from annotator.core.errors import Refused
from annotator.core.labelling import Actor
from annotator.core.operations import PutEntity
from annotator.store.database import Database
from annotator.workflow import entities, projects

TABLE = """name,kind,aliases
Zora Lind,PER,Lind@en|Зора Линд@sr-Cyrl|Zor\\@ L.|a\\|b
=1+1,ORG,
"""


def read(database: Database, table: str, *, update: bool = False) -> entities.Imported:
    return entities.read_table(database, "news", StringIO(table, newline=""), update=update)


def test_a_table_comes_out_as_it_went_in(newsroom: Database) -> None:
    assert read(newsroom, TABLE).added == 2
    written = "".join(entities.write_table(newsroom, "news"))
    zora, formula = sorted(entities.listing(newsroom, "news"), key=lambda one: one.kind, reverse=True)
    assert zora.aliases == [
        {"name": "Lind", "language": "en"},
        {"name": "Зора Линд", "language": "sr-Cyrl"},
        {"name": "Zor@ L.", "language": None},
        {"name": "a|b", "language": None},
    ]
    assert formula.name == "=1+1"
    assert ",'=1+1," in written
    again = read(newsroom, written)
    assert (again.added, again.changed, again.unchanged, again.refused) == (0, 0, 2, [])


@pytest.mark.parametrize("search", ["lind", "ЛИНД", "zorá", "a|b"])
def test_a_search_folds_case_marks_and_script(newsroom: Database, search: str) -> None:
    read(newsroom, TABLE)
    assert [one.name for one in entities.search(newsroom, "news", search)] == ["Zora Lind"]


def test_a_search_takes_signs_as_they_are(newsroom: Database) -> None:
    read(newsroom, TABLE)
    assert entities.search(newsroom, "news", "%") == []


@pytest.mark.parametrize(
    ("row", "says"),
    [
        (",PER,", "line 3: the name is empty"),
        ("Ben,MAN,", "line 3: the kind 'MAN' is none of PER"),
        ("Ben,PER", "line 3: has more or fewer cells"),
        ("Ben,PER,x@no!", "no!: is no language tag"),
        ('"Ben,PER,', "is no proper CSV"),
    ],
    ids=["name", "kind", "cells", "tag", "open"],
)
def test_a_bad_row_is_said_and_the_rest_goes_in(newsroom: Database, row: str, says: str) -> None:
    done = read(newsroom, f"name,kind,aliases\nAna Port,PER,\n{row}\n")
    assert done.added == 1
    assert says in done.refused[0]


@pytest.mark.parametrize(
    ("table", "says"), [("", "is empty"), ("name\n", "lacks the column kind"), ("name,kind,age\n", "'age'")]
)
def test_a_table_with_wrong_columns_is_refused(newsroom: Database, table: str, says: str) -> None:
    with pytest.raises(Refused, match=says):
        read(newsroom, table)


def test_a_proposed_name_has_an_end(newsroom: Database) -> None:
    project = projects.named(newsroom, "news")
    long = PutEntity("e-1", {"name": "x" * 1001, "kind": "PER"})
    with pytest.raises(Refused, match="entity e-1: a name has 1000 characters at most"), newsroom.write() as session:
        entities.propose(session, project.id, long, Actor("Ana", "2026-01-01T00:00:00.000Z"))


def test_a_known_id_changes_its_name_on_request_only(newsroom: Database) -> None:
    read(newsroom, "id,name,kind\ne-1,Ana Port,PER\n")
    renamed = "id,name,kind\ne-1,Ana Porte,PER\n"
    assert "is Ana Port (PER) in this project, not Ana Porte (PER)" in read(newsroom, renamed).refused[0]
    assert read(newsroom, renamed, update=True).changed == 1
    assert [one.name for one in entities.listing(newsroom, "news")] == ["Ana Porte"]
