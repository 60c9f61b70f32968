"""Account, members, invitation and audit log in a browser: they work without a word from the mouse's side of axe."""

import os
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from annotator.workflow import projects
from tests.fixtures.axe import in_every_look
from tests.fixtures.serving import Server

Visit = Callable[..., Page]
GOOD = "heron gravel nine lamps"


def look(page: Page, name: str) -> list[str]:
    """What axe finds; where ANNOTATOR_SHOTS names a folder, pictures go there as well."""
    folder = os.environ.get("ANNOTATOR_SHOTS")
    for scheme in ("light", "dark") if folder else ():
        page.emulate_media(color_scheme=scheme)
        page.screenshot(path=Path(str(folder)) / f"doors-{name}-{scheme}.png", full_page=True)
    return in_every_look(page)


def on_the_way_in(guest: Page, link: str) -> dict[str, list[str]]:
    """Sign out and follow an invitation as Eve; returns what axe finds."""
    guest.get_by_role("button", name="Sign out").click()
    expect(guest.get_by_text("You are signed out.")).to_be_visible()
    found = {"sign in": look(guest, "sign-in")}
    guest.goto(link)
    found["join"] = look(guest, "join")
    guest.get_by_label("Your name here").fill("Eve")
    guest.get_by_label("A password").fill(GOOD)
    guest.get_by_role("button", name="Join").click()
    expect(guest.get_by_role("heading", name="Harbour", exact=True)).to_be_visible()
    return found


def on_the_account_page(guest: Page) -> dict[str, list[str]]:
    """Make a token; returns what axe finds before and after."""
    guest.goto("/account")
    found = {"account": look(guest, "account")}
    guest.get_by_label("What it is for").fill("nightly export")
    guest.get_by_role("button", name="Make a token").click()
    expect(guest.locator("code.secret")).to_contain_text("annotator_")
    return found | {"account, with a token": look(guest, "account-token")}


def test_an_invitation_is_made_followed_and_listed_and_no_screen_keeps_anybody_out(
    visit: Visit, live_server: Server
) -> None:
    db = live_server.instance.database
    projects.create(db, "Harbour", "full", ["en"])
    projects.set_member(db, "harbour", "Dora", "curator")
    found: dict[str, list[str]] = {}
    dora = visit("Dora")
    dora.goto("/projects/harbour/members")
    found["members, empty"] = look(dora, "members-empty")
    dora.get_by_label("Reads").last.fill("en ar")
    dora.get_by_role("button", name="Make an invitation").click()
    link = dora.locator("code.secret").inner_text()
    found["members, with a link"] = look(dora, "members-link")

    guest = visit("Ben")
    found |= on_the_way_in(guest, link)
    found |= on_the_account_page(guest)
    guest.goto(link)
    expect(guest.get_by_role("heading", name="no longer works")).to_be_visible()
    found["invitation is over"] = look(guest, "join-over")

    dora.goto("/projects/harbour/members")
    expect(dora.get_by_text("used by Eve")).to_be_visible()
    found["members"] = look(dora, "members")
    dora.goto("/projects/harbour/audit")
    expect(dora.get_by_role("cell", name="member.joined")).to_be_visible()
    found["audit"] = look(dora, "audit")
    admin = visit("Admin")
    admin.goto("/audit?until=2001-01-01")
    found["audit, empty"] = look(admin, "audit-empty")
    assert not {name: complaints for name, complaints in found.items() if complaints}
