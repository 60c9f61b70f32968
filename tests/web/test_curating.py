"""Curators' forms: what they show before they do it, and what annotators get to see."""

from annotator.store import entities, models, projects
from annotator.workflow import label
from tests.fixtures.cast import Web

HOSTILE = '<script>alert("1")</script>'


def add(web: Web, *names: str) -> None:
    with web.instance.database.write() as session:
        project = projects.find(session, "harbour")
        assert project
        for name in names:
            row = models.Entity(project_id=project.id, id=f"e-{name[:4].lower()}", name=name, kind="PER", aliases=[])
            row.by, row.at, row.folded = "Ana", "2026-11-22T04:20:00.000Z", name.lower()
            session.add(row)


def registry(web: Web) -> list[str]:
    with web.instance.database.read() as session:
        project = projects.find(session, "harbour")
        assert project
        return [one.name for one in entities.listing(session, project.id)]


def version(web: Web) -> str:
    with web.instance.database.read() as session:
        found = projects.find(session, "harbour")
    assert found
    return found.scheme.version


def test_two_entities_are_merged_only_after_a_yes_and_taken_apart_again(web: Web) -> None:
    add(web, "Mara Lind", "Lind")
    dora = web.browser("curator")
    assert "Merge Lind into Mara Lind" in dora.get("/projects/harbour/entities/merge?gone=e-lind&into=mara%20lind").text
    assert registry(web) == ["Lind", "Mara Lind"]
    assert dora.post("/projects/harbour/entities/merge", gone="e-lind", into="e-mara").status_code == 303
    assert registry(web) == ["Mara Lind"]
    assert dora.post("/projects/harbour/entities/merges/1/undo").status_code == 303
    assert registry(web) == ["Lind", "Mara Lind"]


def test_a_name_is_text_wherever_it_is_shown(web: Web) -> None:
    add(web, HOSTILE, "Mara Lind")
    dora = web.browser("curator")
    for path in ("entities", "entities/entry?id=e-%3Cscr", "entities/merge?gone=e-%3Cscr&into=e-mara"):
        page = dora.get(f"/projects/harbour/{path}").text
        assert "alert(" in page, path
        assert HOSTILE not in page


def test_a_change_of_the_scheme_waits_for_a_yes(web: Web) -> None:
    dora = web.browser("curator")
    asked = {"change": "kind.hide", "which": "ui"}
    seen = dora.post("/projects/harbour/scheme", **asked)
    assert (seen.status_code, "No label that exists is touched." in seen.text, version(web)) == (200, True, "1")
    assert dora.post("/projects/harbour/scheme", **asked, sure="1", version="1").status_code == 303
    assert version(web) == "2"
    late = dora.post("/projects/harbour/scheme", change="kind.show", which="ui", sure="1", version="1")
    assert (late.status_code, "was changed to version 2 meanwhile" in late.text) == (422, True)


def test_a_place_that_was_found_is_asked_about_and_the_annotator_sees_it(web: Web) -> None:
    dora, ana, ben = (web.browser(role) for role in ("curator", "annotator", "other"))
    found = dora.get("/projects/harbour/search?what=text&text=FERRY")
    assert f'value="text:{web.task}:3-3"' in found.text
    place, reason = f"text:{web.task}:3-3", f"who? {HOSTILE}"
    assert dora.post("/projects/harbour/search/look", place=place, reason=reason).status_code == 303
    shown = ana.get(f"/projects/harbour/labellings/{web.task}/beside?part=1").text
    assert "Line 3" in shown
    assert "who? &lt;script&gt;" in shown
    assert "who? &lt;script&gt;" in ana.get("/projects/harbour/").text
    assert "who?" not in ben.get("/projects/harbour/").text
    assert ben.post("/projects/harbour/looks/1").status_code == 422
    assert ana.post("/projects/harbour/looks/1").status_code == 303
    assert "who?" not in ana.get("/projects/harbour/").text


def test_a_new_guideline_is_told_and_confirmed(web: Web) -> None:
    dora, ana = web.browser("curator"), web.browser("annotator")
    assert "The guideline has changed" not in ana.get("/projects/harbour/").text
    new = {"text": f"# Rules\n\n{HOSTILE}\n", "change": "Shorter", "pass": "main"}
    assert dora.post("/projects/harbour/guideline/new", **new).status_code == 303
    assert "The guideline has changed" in ana.get("/projects/harbour/").text
    assert HOSTILE not in ana.get("/projects/harbour/guideline").text
    assert "<h2>Rules</h2>" in ana.get("/projects/harbour/guideline").text
    assert ana.post("/projects/harbour/guideline/read", version="2").status_code == 303
    assert "The guideline has changed" not in ana.get("/projects/harbour/").text
    db = web.instance.database
    with db.read() as session:
        layer = session.get(models.TaskLayer, (web.task, "lines"))
    assert layer
    assert layer.guideline == "2"


def test_what_was_merged_is_not_offered_to_annotators(web: Web) -> None:
    add(web, "Mara Lind", "Lind")
    web.browser("curator").post("/projects/harbour/entities/merge", gone="e-lind", into="e-mara")
    with web.instance.database.read() as session:
        ana = session.get_one(models.Task, web.task).person_id
    state = label.task_state(web.instance.database, web.task, ana)
    assert "e-lind" not in {one["id"] for one in state["entities"]}
