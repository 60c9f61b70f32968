"""Without server, session or disk: what is marked stays, is said honestly, and goes out as its owner's alone."""

import json
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import delete

from annotator.store import models
from annotator.store.instance import Instance
from annotator.store.oplog import entries
from annotator.workflow import people, projects
from tests.fixtures.cast import add_page
from tests.fixtures.screen import looked_at, opened, press, saved
from tests.fixtures.serving import Server, serve

Visit = Callable[..., Page]
TEXT = "Harbour Herald\n\nFerry sails again\n“The harbour was quiet,” said Mara Lind.\n\nAll rights reserved"
STORED = """async () => {
  const answer = (request) => new Promise((resolve) => (request.onsuccess = () => resolve(request.result)));
  const kept = [{ ...localStorage }, { ...sessionStorage }, await caches.keys()];
  for (const { name } of await indexedDB.databases()) {
    const database = await answer(indexedDB.open(name));
    for (const store of database.objectStoreNames)
      kept.push(await answer(database.transaction(store).objectStore(store).getAll()));
  }
  return JSON.stringify(kept);
}"""
HEARD = """() => {
  window.heard = [];
  for (const name of ["page:saved", "quote:current"])
    document.body.addEventListener(name, ({ detail }) => {
      heard.push([name, performance.now(), detail]);
      document.body.dataset.rev = detail.rev;
    });
}"""
FULL_DISK = """(() => {
  IDBObjectStore.prototype.add = function () {
    throw new DOMException("There is no room left.", "QuotaExceededError");
  };
})()"""

SLOW_DISK = """(() => {
  const { open } = IDBFactory.prototype;
  IDBFactory.prototype.open = function (...named) {
    const later = { get result() { return this.real.result; } };
    window.wake = () => {
      later.real = open.apply(this, named);
      for (const event of ["upgradeneeded", "success", "error"])
        later.real.addEventListener(event, () => later[`on${event}`]?.());
    };
    document.documentElement.dataset.disk = "asleep";
    return later;
  };
})()"""


@pytest.fixture
def harbour(live_server: Server) -> Server:
    """The project `harbour` with two pages; Ana and Ben annotate."""
    furnish(live_server.instance)
    return live_server


def furnish(instance: Instance) -> None:
    """Put the project into an instance that has the people, or has nobody yet."""
    db = instance.database
    projects.create(db, "Harbour", "full", ["en"])
    known = {one.name for one in people.everybody(db)}
    for name in ("Ana", "Ben"):
        if name not in known:
            people.add(db, name)
        projects.set_member(db, "harbour", name, "annotator")
    for name in ("a-ferry.txt", "b-ferry.txt"):
        add_page(instance, "harbour", name, f"{name}\n{TEXT}")


def log(server: Server) -> list[tuple[int, str, Any]]:
    """Task, person and payload of everything that was saved."""
    with server.instance.database.read() as session:
        tasks = sorted(one.id for one in session.query(models.Task))
        return [(task, entry.by, entry.payload) for task in tasks for entry in entries(session, task)]


def sign_out_everybody(server: Server) -> None:
    """End all sessions on the server."""
    with server.instance.database.write() as session:
        session.execute(delete(models.Session))


def state(page: Page, now: str) -> None:
    """Wait until the screen says so."""
    expect(page.locator("#save")).to_have_attribute("data-state", now)


def test_what_is_marked_while_the_server_is_silent_is_kept_and_sent_after_a_reload(
    visit: Visit, harbour: Server
) -> None:
    page = visit("Ana")
    opened(page)
    page.context.set_offline(True)
    press(page, "Control+Home", "x", "b")
    expect(page.locator("#save")).to_have_text("Kept on this computer (2), will be sent")
    page.locator("#save").click()
    expect(page.locator("#notice")).to_contain_text("2 unsent changes of this page: kept on this computer")
    assert log(harbour) == []
    page.context.set_offline(False)
    page.reload()
    saved(page)
    expect(page.locator("#L1")).to_have_attribute("data-b", "x")
    assert [payload["ranges"][0]["label"] for _, _, payload in log(harbour)] == ["boilerplate", "body"]


@pytest.mark.usefixtures("harbour")
def test_unsent_work_can_be_downloaded_at_any_time(visit: Visit) -> None:
    page = visit("Ana")
    opened(page)
    page.context.set_offline(True)
    press(page, "Control+Home", "x")
    state(page, "kept")
    page.locator("#save").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Download unsent work").click()
    (op,) = json.loads(download.value.path().read_text())["queue"]
    assert (op["kind"], op["payload"]["ranges"][0]["first"]) == ("lines.set", 1)
    page.context.set_offline(False)
    saved(page)


def test_signing_in_happens_in_place_and_saving_goes_on(visit: Visit, harbour: Server) -> None:
    page = visit("Ana")
    opened(page)
    page.evaluate("window.same = true")
    sign_out_everybody(harbour)
    press(page, "Control+Home", "x")
    state(page, "signin")
    press(page, "b")
    expect(page.locator("#save")).to_have_text("Sign in again (2 kept)")
    page.get_by_label("Sign-in link").fill(f"{harbour.url}/in/nonsense")
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.locator("#notice")).to_contain_text("This link doesn't work")
    page.get_by_label("Sign-in link").fill(harbour.link("Ana"))
    page.get_by_role("button", name="Sign in", exact=True).click()
    saved(page)
    expect(page.locator("#notice")).to_be_hidden()
    assert page.evaluate("window.same")
    assert [who for _, who, _ in log(harbour)] == ["Ana", "Ana"]


def test_nothing_of_ana_goes_out_while_ben_is_signed_in(visit: Visit, harbour: Server) -> None:
    page = visit("Ana")
    opened(page)
    sign_out_everybody(harbour)
    press(page, "Control+Home", "x")
    state(page, "signin")
    other = page.context.new_page()
    for name in ("Ben", "Ana"):
        other.goto(harbour.link(name))
        other.get_by_role("button", name="Sign in").click()
        other.wait_for_url(f"{harbour.url}/")
        looked_at(page)
        if name == "Ben":
            expect(page.locator("#notice")).to_contain_text("Ben is signed in in this browser now")
            opened(other)
            expect(other.locator("#notice")).to_contain_text("1 unsent change of Ana on this computer")
            press(other, "Control+Home", "b")
            saved(other)
            assert [who for _, who, _ in log(harbour)] == ["Ben"]
    saved(page)
    assert sorted(who for _, who, _ in log(harbour)) == ["Ana", "Ben"]


def test_work_left_on_another_page_is_sent_from_this_one(visit: Visit, harbour: Server) -> None:
    page = visit("Ana")
    opened(page)
    page.context.set_offline(True)
    press(page, "Control+Home", "x")
    state(page, "kept")
    page.close()
    page.context.set_offline(False)
    other = page.context.new_page()
    with other.expect_response("**/api/v1/tasks/1/ops"):
        opened(other, f"{harbour.url}/projects/harbour/pages/2/label")
    assert [(task, who) for task, who, _ in log(harbour)] == [(1, "Ana")]


def test_a_browser_that_keeps_nothing_waits_for_the_server_after_each_mark(visit: Visit, harbour: Server) -> None:
    page = visit("Ana")
    page.add_init_script(FULL_DISK)
    opened(page)
    page.context.set_offline(True)
    press(page, "Control+Home", "x", "b")
    expect(page.locator("#notice")).to_contain_text("each mark waits for the server")
    expect(page.locator("#said")).to_contain_text("The last mark is still on its way")
    expect(page.locator("#L3")).not_to_have_attribute("data-b", "b")
    page.context.set_offline(False)
    saved(page)
    press(page, "b")
    saved(page)
    assert len(log(harbour)) == 2


def test_two_tabs_show_the_same_without_a_reload_and_undo_each_other(visit: Visit, harbour: Server) -> None:
    one = visit("Ana")
    opened(one)
    other = one.context.new_page()
    opened(other, one.url)
    press(one, "Control+Home", "x")
    expect(other.locator("#L1")).to_have_attribute("data-b", "x")
    press(other, "Control+Home", "u")
    expect(one.locator("#L1")).not_to_have_attribute("data-b", "x")
    press(one, "U")
    expect(other.locator("#L1")).to_have_attribute("data-b", "x")
    assert len(log(harbour)) == 3


@pytest.mark.usefixtures("harbour")
def test_no_text_of_the_page_lies_in_the_browser(visit: Visit) -> None:
    page = visit("Ana")
    opened(page)
    page.context.set_offline(True)
    press(page, "Control+Home", "x", "b", "b", "q", "Escape")
    expect(page.locator("#surface mark").first).to_be_visible()
    state(page, "kept")
    stored = page.evaluate(STORED)
    assert "quote.put" in stored
    assert not [words for words in ("Herald", "Ferry", "quiet", "Mara") if words in stored]
    page.context.set_offline(False)
    saved(page)


def test_what_was_saved_is_told_to_the_page_at_most_twice_a_second(visit: Visit, harbour: Server) -> None:
    page = visit("Ana")
    opened(page)
    page.evaluate(HEARD)
    press(page, "Control+Home", *"xbbbuUuUuUuUuUuUuUuUuUuUuUuUuU", "q")
    saved(page)
    expect(page.locator("body")).to_have_attribute("data-rev", str(len(log(harbour))))
    heard = page.evaluate("heard")
    assert [detail["id"][:2] for name, _, detail in heard if name == "quote:current"] == ["q-"]
    told = [(at, detail) for name, at, detail in heard if name == "page:saved"]
    assert all(later - at >= 499 for (at, _), (later, _) in pairwise(told))
    assert told[-1][1]["rev"] == len(log(harbour))
    assert told[-1][1]["counts"]["quotes"] == {"done": 0, "total": 1}


@pytest.mark.usefixtures("harbour")
def test_an_event_leads_to_a_place(visit: Visit) -> None:
    page = visit("Ana")
    opened(page)
    go = "document.body.dispatchEvent(new CustomEvent('surface:goto', {detail: {start: 28, end: 33}}))"
    page.evaluate(go)
    expect(page.locator("#where")).to_contain_text("line 4")


@pytest.mark.usefixtures("harbour")
def test_the_header_says_which_page_of_how_many_this_is(visit: Visit) -> None:
    page = visit("Ana")
    opened(page, "/projects/harbour/pages/2/label")
    expect(page.locator(".crumbs")).to_contain_text("2 of 2")


@pytest.mark.usefixtures("harbour")
def test_a_page_that_opens_while_the_server_is_away_says_so_and_opens_when_it_is_back(visit: Visit) -> None:
    page = visit("Ana")
    page.context.route("**/api/v1/tasks/1", lambda route: route.fulfill(status=200, body="a hotel's network"))
    page.goto("/projects/harbour/next")
    expect(page.locator("#notice")).to_contain_text("The server doesn't answer. This page opens as soon as it does")
    page.context.unroute("**/api/v1/tasks/1")
    saved(page)
    expect(page.locator("#notice")).to_be_hidden()


@pytest.mark.usefixtures("harbour")
def test_a_page_whose_program_did_not_arrive_says_so_and_loads_again(visit: Visit) -> None:
    page = visit("Ana")
    page.route("**/view/screen.js*", lambda route: route.abort("internetdisconnected"))
    page.goto("/projects/harbour/next")
    again = page.get_by_role("alert").get_by_role("button", name="load it again")
    expect(again).to_be_visible()
    page.unroute("**/view/screen.js*")
    again.click()
    expect(page.locator("#surface")).to_be_focused()


def test_nothing_can_be_marked_before_this_browser_can_keep_it(visit: Visit, harbour: Server) -> None:
    page = visit("Ana")
    page.add_init_script(SLOW_DISK)
    page.goto("/projects/harbour/next")
    expect(page.locator("html")).to_have_attribute("data-disk", "asleep")
    surface = page.locator("#surface")
    surface.focus()
    press(page, "b")
    expect(page.locator("#mode")).to_have_text("Loading")
    expect(surface.locator("[data-b=b]")).to_have_count(0)
    page.evaluate("wake()")
    saved(page)
    expect(page.locator("#mode")).to_have_text("Lines")
    press(page, "b")
    expect(surface.locator("[data-b=b]")).to_have_count(1)
    saved(page)
    assert len(log(harbour)) == 1


def test_a_link_that_was_made_for_somebody_else_signs_nobody_into_anas_page(visit: Visit, harbour: Server) -> None:
    page = visit("Ana")
    opened(page)
    sign_out_everybody(harbour)
    press(page, "Control+Home", "x")
    state(page, "signin")
    page.get_by_label("Sign-in link").fill(harbour.link("Ben"))
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.locator("#notice")).to_contain_text("Ana's unsent work stays on this computer until Ana signs in again")
    assert log(harbour) == []


def test_nothing_goes_to_another_installation_at_the_same_address(
    visit: Visit, harbour: Server, tmp_path: Path
) -> None:
    page = visit("Ana")
    opened(page)
    other = Instance.open(tmp_path / "other")
    furnish(other)
    harbour.process.kill()
    harbour.process.wait()
    process, url = serve(other.folder, "--port", harbour.url.rpartition(":")[2])
    assert url == harbour.url
    press(page, "Control+Home", "x")
    expect(page.locator("#notice")).to_contain_text("Another installation answers at this address now")
    page.get_by_label("Sign-in link").fill(f"{url}/in/{people.make_link(other.database, 'Ana')}")
    with page.expect_response("**/in/*"):
        page.get_by_role("button", name="Sign in", exact=True).click()
    there = page.context.new_page()
    opened(there, f"{url}/projects/harbour/next")
    expect(there.locator("#notice")).to_contain_text("1 unsent change of Ana, on another installation")
    state(page, "signin")
    with other.database.read() as session:
        assert list(entries(session, 1)) == []
    there.close()
    process.kill()
    with process:
        process.wait()
    other.close()
