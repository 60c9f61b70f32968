"""Making projects, giving people roles in them, and what each person sees."""

import pytest

from annotator.core.errors import Refused
from annotator.core.presets import PRESETS
from annotator.store import people as stored_people
from annotator.store import projects as stored
from annotator.store.database import Database
from annotator.workflow import people, projects


@pytest.mark.parametrize("preset", PRESETS)
def test_a_project_has_one_pass_over_the_layers_of_its_preset(database: Database, preset: str) -> None:
    project = projects.create(database, "News", preset, ["en", "sr-Cyrl"])
    with database.read() as session:
        (main,) = stored.passes(session, project.id)
    assert (main.name, main.open, main.layers) == ("main", True, PRESETS[preset].layers)
    assert project.scheme == PRESETS[preset]
    assert project.languages == ("en", "sr-Cyrl")


@pytest.mark.parametrize(
    ("name", "slug"), [("Harbour News 2", "harbour-news-2"), ("Đorđe škola", "djordje-skola"), ("أخبار", "project")]
)
def test_an_address_is_made_of_the_name(database: Database, name: str, slug: str) -> None:
    assert projects.create(database, name).slug == slug


def test_two_names_never_share_an_address(database: Database) -> None:
    assert projects.create(database, "News!").slug == "news"
    assert projects.create(database, "News?").slug == "news-2"


@pytest.mark.parametrize(
    ("name", "preset", "language", "says"),
    [
        ("", "full", "en", "1 to 100 characters"),
        ("News", "all", "en", "there is no preset 'all'"),
        ("News", "full", "English!", "is no language tag"),
    ],
)
def test_what_makes_no_project_is_refused(database: Database, name: str, preset: str, language: str, says: str) -> None:
    with pytest.raises(Refused, match=says):
        projects.create(database, name, preset, [language])


def test_a_name_is_used_once(database: Database) -> None:
    projects.create(database, "News")
    with pytest.raises(Refused, match="another project"):
        projects.create(database, "News")


def test_members_see_their_projects_and_admins_all(newsroom: Database) -> None:
    projects.create(newsroom, "Other")
    people.add(newsroom, "Root", admin=True)
    with newsroom.read() as session:
        ana, root = (stored_people.find(session, name) for name in ("Ana", "Root"))
        assert ana
        assert root
        seen = [[(one.slug, one.role) for one in stored.listing(session, who)] for who in (ana, root)]
    assert seen == [[("news", "annotator")], [("news", "admin"), ("other", "admin")]]


def test_a_role_can_change_and_end(newsroom: Database) -> None:
    projects.set_member(newsroom, "news", "Ana", "curator")
    projects.set_member(newsroom, "news", "Ben", None)
    with newsroom.read() as session:
        news = projects.within(session, "news")
        assert [(one.name, one.role) for one in stored.members(session, news.id)] == [
            ("Ana", "curator"),
            ("Dora", "curator"),
        ]


@pytest.mark.parametrize(("name", "role"), [("Chloe", "annotator"), ("Ana", "owner")])
def test_an_unknown_person_or_role_is_refused(newsroom: Database, name: str, role: str) -> None:
    with pytest.raises(Refused):
        projects.set_member(newsroom, "news", name, role)


def test_an_unknown_project_is_named_with_those_there_are(newsroom: Database) -> None:
    with pytest.raises(Refused, match="nwes: is no project; there is news"):
        projects.named(newsroom, "nwes")


def test_an_open_list_takes_no_targets(newsroom: Database) -> None:
    with pytest.raises(Refused, match="no closed list"):
        projects.set_targets(newsroom, "news", [])
