"""Each field that the full scheme asks for is set by keys alone and by mouse, and stands in the export."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from annotator.core.presets import PRESETS
from annotator.workflow import projects
from tests.fixtures.cast import add_page
from tests.fixtures.fields import fields
from tests.fixtures.hands import ByKeys, ByMouse, Hands
from tests.fixtures.screen import opened, record, saved
from tests.fixtures.serving import Server

Visit = Callable[..., Page]
SCHEME = PRESETS["full"].to_json()
KINDS = {one["id"]: one["key"] for one in SCHEME["kinds"]}
TYPES = SCHEME["page"]["types"]
FLAGS = SCHEME["quotes"]["flags"]
SAYING = "“We sail at last,” said Mara Lind to Ivo Brand, wrote Dock Daily."
LINES = ["Ferry", "Harbour", "Tide", "Gulls", SAYING, "The crane rests.", *(f"Line of {kind}" for kind in KINDS)]
TARGETS = {"Levy": "favor", "Dock fee": "against", "Crane": "neutral", "Fog": "unclear"}
STEPS: dict[str, Any] = {"favor": 1, "against": -1, "neutral": 0, "unclear": "unclear"}


@pytest.fixture
def harbour(live_server: Server) -> Server:
    """A project of everything with one page, and Ana in it."""
    db = live_server.instance.database
    projects.create(db, "Harbour", "full", ["en"])
    projects.set_member(db, "harbour", "Ana", "annotator")
    add_page(live_server.instance, "harbour", "ferry.txt", "\n".join(LINES))
    return live_server


@pytest.mark.parametrize("hands", [ByKeys, ByMouse])
def test_each_field_that_the_scheme_asks_for_is_set(
    visit: Visit, harbour: Server, hands: Callable[[Page], Hands]
) -> None:
    page = visit("Ana")
    opened(page)
    does = hands(page)
    does.labels()
    does.kinds(7, KINDS)
    does.note(4, "loud")
    does.quote(5, "“We sail at last,”")
    does.span("cue", "said")
    does.source("Mara Lind", "Mara Lind")
    does.span("addressee", "Ivo Brand")
    does.span("via", "Dock Daily")
    does.span("content", "wrote")
    does.speaker("Zora Brand")
    does.source_kind()
    does.flags(FLAGS)
    for digit, target in enumerate(TARGETS, 1):
        does.target(target)
        does.stance(digit)
    does.target("Levy")
    does.evidence("sail")
    does.explicit("Levy")
    does.page_stance("Zora Brand", "Levy", 2)
    does.page_stance("Mara Lind", "Fog", 1)
    does.indirect(6)
    does.no_source()
    shown = does.answers(TYPES, "too short")
    saved(page)
    found = seen(record(harbour.instance, unusable=True))
    wanted = expected()
    assert found == wanted
    assert set(wanted) | shown == set(fields(SCHEME))


def expected() -> dict[str, Any]:
    """What the steps above come to, field by field."""
    value: dict[str, Any] = {
        "label body": 1,
        "label boilerplate": 2,
        "label optional": 3,
        "flag unsure": [1],
        "flag mixed": [2],
        **{f"kind {kind}": LINES.index(f"Line of {kind}") + 1 for kind in KINDS},
        "contents": ["“We sail at last,”", "wrote"],
        "cue": ["said"],
        "source": ["Mara Lind"],
        "via": ["Dock Daily"],
        "addressee": ["Ivo Brand"],
        "speaker": "Zora Brand",
        **{f"quote flag {flag}": True for flag in FLAGS},
        "source_kind": ["pronoun", "implicit"],
        "target": [*TARGETS],
        "explicit": False,
        "evidence": ["sail"],
        **{f"polarity {STEPS[word]}": target for target, word in TARGETS.items()},
        "page stance": [("Levy", -1), ("Fog", 1)],
        "holder": ["Zora Brand", "Mara Lind"],
        "note": [("Gulls", "loud")],
        "usable": False,
        "reason": "too short",
    }
    return value


def seen(found: dict[str, Any]) -> dict[str, Any]:
    """The same from an exported record."""
    (labelling,) = found["labellings"]
    names = {one["id"]: one["name"] for one in found["entities"]}
    lines = labelling["lines"]
    first, second = labelling["quotes"]
    of_quote = [one for one in labelling["stances"] if one["level"] == "quote"]
    of_page = [one for one in labelling["stances"] if one["level"] == "page"]
    (levy,) = [one for one in of_quote if names[one["target"]] == "Levy"]

    def words(field: str, of: dict[str, Any]) -> list[str]:
        return [span["text"] for span in of[field]]

    value: dict[str, Any] = {f"label {one['label']}": one["n"] for one in lines if one["n"] < 4}
    value |= {f"flag {flag}": [one["n"] for one in lines if flag in one["flags"]] for flag in SCHEME["line_flags"]}
    value |= {f"kind {one['kind']}": one["n"] for one in lines if one["n"] > 6}
    value |= {"contents": words("contents", first), "cue": words("cues", first), "source": words("sources", first)}
    value |= {field: words(field, first) for field in ("via", "addressee")}
    value |= {"speaker": names[first["speaker"]], "source_kind": [first["source_kind"], second["source_kind"]]}
    value |= {f"quote flag {flag}": flag in first["flags"] for flag in FLAGS}
    value |= {"target": [names[one["target"]] for one in of_quote], "explicit": levy["explicit"]}
    value |= {f"polarity {one['polarity']}": names[one["target"]] for one in of_quote}
    value |= {"evidence": words("evidence", levy), "holder": [names[one["holder"]] for one in of_page]}
    value |= {"page stance": [(names[one["target"]], one["polarity"]) for one in of_page]}
    value |= {"note": [(one["text"], one["note"]) for one in labelling["notes"]]}
    return value | {name: labelling["page"][name] for name in ("usable", "reason")}


def test_what_is_set_by_mouse_is_offered_where_the_scheme_asks_for_it_only(visit: Visit, harbour: Server) -> None:
    db = harbour.instance.database
    projects.create(db, "Body", "body", ["en"])
    projects.set_member(db, "body", "Ana", "annotator")
    add_page(harbour.instance, "body", "ferry.txt", "\n".join(LINES))
    page = visit("Ana")
    opened(page, "/projects/body/next")
    legend = page.locator("#left [data-command]")
    expect(legend).to_have_count(4)
    ids = legend.evaluate_all("all => all.map((one) => one.dataset.command)")
    assert ids == ["line.body", "line.boilerplate", "note", "answers"]


def test_a_button_that_is_held_down_while_the_cards_are_due_still_gets_its_click(visit: Visit, harbour: Server) -> None:
    del harbour
    page = visit("Ana")
    opened(page)
    does = ByMouse(page)
    does.quote(5, "“We sail at last,”")
    box = does.act("no source").bounding_box()
    assert box
    page.mouse.move(box["x"] + 5, box["y"] + 5)
    page.clock.install()
    page.keyboard.press("c")  # flags the quote, so that the card is behind now
    page.mouse.down()
    page.clock.run_for(1000)
    page.mouse.up()
    page.clock.resume()
    expect(does.card).to_contain_text("implicit")
    expect(does.card).to_contain_text("continuation-paragraph")
