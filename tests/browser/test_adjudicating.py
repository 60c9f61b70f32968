"""Adjudicating on the screen: few keys, everything by mouse too, who decided what and why, and nobody kept out."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, Route, expect
from sqlalchemy import delete

from annotator.store import decisions, models
from tests.fixtures.axe import in_every_look
from tests.fixtures.jury import Jury, lines, quote, seated, stance, status
from tests.fixtures.screen import PATIENCE, looked_at, press
from tests.fixtures.serving import Server

Visit = Callable[..., Page]
NAMES = ["Mara", "Ivo", "Lena", "Olaf", "Rita"]
MANY = "Harbour Herald\n" + "".join(
    f"“Number {at} sails,” said {NAMES[at % 5]} of ship {at}.\nThe ship {at} left.\n" for at in range(14)
)
SPEAKERS = {"Ana": "e-mara-lind", "Ben": "e-ivo-brand"}


@pytest.fixture
def jury(live_server: Server) -> Jury:
    """Pages that Ana and Ben have labelled: in the first they differ in 20 places, in the second in four."""
    seat = seated(live_server.instance)
    seat.page("a-many.txt", MANY)
    for who, kinds in (("Ana", "n" + "pn" * 14), ("Ben", "n" + "pf" * 13 + "pn")):
        quotes = [
            quote(f"q{at}", f"“Number {at} sails,”", MANY, speaker=SPEAKERS[who] if at < 5 else "e-mara-lind")
            for at in range(7)
        ]
        polarity = 1 if who == "Ana" else -1
        held = [stance(f"s{at}", f"q{at}", "e-the-levy", polarity, f"Number {at} sails", MANY) for at in (5, 6)]
        seat.labels(who, lines(kinds, MANY), *quotes, *held, status("done"), page="a-many.txt")
    seat.page("b-few.txt")
    seat.page("c-none.txt")
    for who, kinds, words in (
        ("Ana", "nhpppff", "that the levy was too high"),
        ("Ben", "nhpppnf", "that the levy was"),
    ):
        one = quote("q1", "“We sail at last,”", speaker="e-mara-lind")
        other = quote("q2", words, speaker="e-mara-lind")
        seat.labels(who, lines(kinds), one, other, status("done"), page="b-few.txt")
    return seat


def opened(visit: Visit, jury: Jury, name: str) -> Page:
    page = visit("Dora")
    page.goto(f"/projects/harbour/pages/{jury.pages[name]}/adjudicate/{jury.first_pass()}")
    expect(page.locator("#save")).to_have_text("Saved")
    expect(page.locator("#right h2").first).not_to_be_empty()
    return page


def saved(page: Page, tally: str) -> None:
    expect(page.locator("#tally")).to_have_text(tally)
    expect(page.locator("#save")).to_have_text("Saved", timeout=PATIENCE)


def choices(jury: Jury, name: str) -> list[str]:
    with jury.db.read() as session:
        made = decisions.of_page(session, jury.pages[name], jury.first_pass())
    found = sorted((one.id, one.choice) for rows in made.values() for one in rows if one.place != "*")
    return [choice for _, choice in found]


def test_twenty_disagreements_take_at_most_thirty_keys(visit: Visit, jury: Jury) -> None:
    page = opened(visit, jury, "a-many.txt")
    expect(page.locator("#tally")).to_have_text("0 of 20")
    keys = []
    for at in range(20):
        keys.append("12"[at % 2])
        press(page, keys[-1])
    saved(page, "20 of 20")
    keys.append("Enter")
    press(page, keys[-1])
    page.wait_for_url(f"**/pages/{jury.pages['b-few.txt']}/adjudicate/*")
    assert len(keys) <= 30
    assert choices(jury, "a-many.txt") == ["a", "b"] * 10
    state = jury.state("a-many.txt")
    assert (state["status"], state["ready"]) == ("done", True)
    assert [one["polarity"] for one in state["gold"]["stances"]] == [1, -1]


def test_every_decision_can_be_made_by_mouse_and_says_who_and_why(visit: Visit, jury: Jury) -> None:
    page = opened(visit, jury, "b-few.txt")
    right = page.locator("#right")
    expect(right.locator("dd.differs")).to_have_count(2)
    right.get_by_role("button", name="Reason").click()
    page.get_by_role("textbox", name="Why").fill("It leads to other pages.")
    page.get_by_role("button", name="Keep").click()
    right.get_by_role("button", name="Take B").click()
    saved(page, "1 of 2")
    page.locator("#left").get_by_role("button", name="Line 8").click()
    expect(right).to_contain_text("Dora took Ben")
    expect(right).to_contain_text("It leads to other pages.")
    page.locator("#left").get_by_role("button", name="Quote, line 5").click()
    right.get_by_role("button", name="Both").click()
    saved(page, "2 of 2")
    page.locator(".tools").get_by_role("button", name="Undo").click()
    saved(page, "1 of 2")
    assert choices(jury, "b-few.txt") == ["b", "both", "undone"]
    right.get_by_role("button", name="Own").click()
    right.get_by_role("button", name="content").click()
    right.get_by_role("button", name="Keep").click()
    saved(page, "2 of 2")
    assert [one["contents"] for one in jury.state("b-few.txt")["gold"]["quotes"]][1] == [[76, 93]]


def test_an_own_label_is_written_by_keys(visit: Visit, jury: Jury) -> None:
    page = opened(visit, jury, "b-few.txt")
    press(page, "e", "g", "r")
    saved(page, "1 of 2")
    press(page, ",", "u")
    saved(page, "0 of 2")
    press(page, "0")
    saved(page, "1 of 2")
    found = next(one for one in jury.state("b-few.txt")["gold"]["lines"] if one["first"] == 8)
    assert found["label"] == "optional"
    assert choices(jury, "b-few.txt") == ["own", "undone", "neither"]


def test_what_was_decided_meanwhile_is_shown_and_nothing_is_written_over(visit: Visit, jury: Jury) -> None:
    page = opened(visit, jury, "b-few.txt")
    jury.labels("Ben", status("in_progress"), lines("nhppppf"), status("done"), page="b-few.txt")
    press(page, "2")
    expect(page.locator("#notice")).to_contain_text("look again")
    saved(page, "0 of 2")
    assert choices(jury, "b-few.txt") == []


def test_no_state_of_the_screens_keeps_anybody_out(visit: Visit, jury: Jury) -> None:
    page = opened(visit, jury, "b-few.txt")
    found = {"line": in_every_look(page)}
    press(page, ".")
    found["quote"] = in_every_look(page)
    press(page, "e")
    found["own"] = in_every_look(page)
    press(page, "Escape", "r")
    found["reason"] = in_every_look(page)
    press(page, "Escape", "1", "1")
    saved(page, "2 of 2")
    found["decided"] = in_every_look(page)
    press(page, "?")
    found["help"] = in_every_look(page)
    page.goto(f"/projects/harbour/pages/{jury.pages['c-none.txt']}/adjudicate/{jury.first_pass()}")
    expect(page.locator("#notice")).to_contain_text("too few finished labellings")
    found["nothing"] = in_every_look(page)
    for path in ("/projects/harbour/adjudicate", "/projects/harbour/"):
        page.goto(path)
        found[path] = in_every_look(page)
    said = [f"{state}: {one}" for state, minded in found.items() for one in minded]
    assert not said, "\n".join(said)


def test_what_is_decided_while_the_server_is_away_is_kept_and_sent_after_a_reload(visit: Visit, jury: Jury) -> None:
    page = opened(visit, jury, "a-many.txt")

    def silent(route: Route) -> None:
        if route.request.method == "POST":
            route.abort("internetdisconnected")
        else:
            route.continue_()

    page.route("**/adjudicate/**", silent)
    press(page, "1", "2", "1")
    expect(page.locator("#save")).to_have_text("Not saved yet (3): kept on this computer; trying again")
    expect(page.locator("#tally")).to_have_text("3 of 20")
    page.reload()
    expect(page.locator("#save")).to_have_text("Not saved yet (3): kept on this computer; trying again")
    expect(page.locator("#tally")).to_have_text("3 of 20")
    assert choices(jury, "a-many.txt") == []
    page.unroute("**/adjudicate/**", silent)
    looked_at(page)
    saved(page, "3 of 20")
    assert choices(jury, "a-many.txt") == ["a", "b", "a"]
    page.reload()
    saved(page, "3 of 20")
    assert choices(jury, "a-many.txt") == ["a", "b", "a"]


def test_a_tab_that_is_looked_at_while_a_try_is_failing_tries_again_at_once(visit: Visit, jury: Jury) -> None:
    page = opened(visit, jury, "a-many.txt")
    held: list[Route] = []
    page.route("**/adjudicate/**", lambda route: route.continue_() if held else held.append(route))
    page.clock.install()
    page.clock.pause_at(datetime.now(UTC) + timedelta(minutes=1))  # no pause between two tries ends by itself
    with page.expect_request("**/adjudicate/**"):
        press(page, "1")
    looked_at(page)
    held[0].abort("internetdisconnected")
    saved(page, "1 of 20")
    assert choices(jury, "a-many.txt") == ["a"]


def test_no_decision_of_dora_goes_out_while_somebody_else_is_signed_in(
    visit: Visit, jury: Jury, live_server: Server
) -> None:
    page = opened(visit, jury, "a-many.txt")
    with jury.db.write() as session:
        session.execute(delete(models.Session))
        given = {"pass_id": jury.first_pass(), "person_id": jury.people["Ben"].id}
        session.add(models.PassRight(**given, adjudicate=True))
    press(page, "1")
    expect(page.locator("#save")).to_have_text("Not saved yet (1): sign in again in another tab")
    other = page.context.new_page()
    for name in ("Ben", "Dora"):
        other.goto(live_server.link(name))
        other.get_by_role("button", name="Sign in").click()
        other.wait_for_url(f"{live_server.url}/")
        looked_at(page)
        if name == "Ben":
            press(page, "2")
            expect(page.locator("#save")).to_have_text("Not saved yet (2): sign in again in another tab")
            assert choices(jury, "a-many.txt") == []
    saved(page, "2 of 20")
    assert {one["by"] for one in jury.state("a-many.txt")["log"]} == {"Dora"}
