"""Importing and exporting in a real browser: looked at, imported, chosen, counted; no screen shuts anybody out."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from annotator.workflow import projects
from tests.fixtures.axe import in_every_look
from tests.fixtures.cast import add_page
from tests.fixtures.serving import Server

Visit = Callable[..., Page]
ROW = b'{"text": "\\"Yes,\\" said Mara.", "label": [[0, 6, "content"]], "name": "a"}'


def test_a_file_is_looked_at_imported_and_its_labels_counted_for_export(visit: Visit, live_server: Server) -> None:
    db = live_server.instance.database
    projects.create(db, "Harbour", "full", ["en"])
    projects.set_member(db, "harbour", "Dora", "curator")
    add_page(live_server.instance, "harbour", "ferry.txt", "The ferry sails\n")
    page = visit("Dora")
    page.goto("/projects/harbour/import")
    files = [("Ana.jsonl", ROW), ("again.txt", b"The ferry sails\n"), ("bad.txt", b"a\0b")]
    sent = [{"name": name, "mimeType": "text/plain", "buffer": raw} for name, raw in files]
    page.get_by_label("Files").set_input_files(sent)  # type: ignore[arg-type]
    assert in_every_look(page) == []
    page.get_by_role("button", name="See what will happen").click()
    expect(page.get_by_text("This will happen: 1 page added, 1 duplicate, 1 labelling")).to_be_visible()
    assert in_every_look(page) == []
    page.reload()
    page.get_by_role("button", name="Import now").click()
    expect(page.get_by_text("This was done: 1 page added")).to_be_visible()
    page.get_by_role("link", name="Export").click()
    page.wait_for_url("**/exports")  # and until it is loaded, since htmx counts
    expect(page.locator("#count")).to_contain_text("2 pages to write")
    page.get_by_role("group", name="Layers").get_by_label("quotes").check()
    page.get_by_label("Format").select_option("citron")
    expect(page.locator("#count")).to_contain_text("1 labelling answers, for quotes of 1.")
    assert in_every_look(page) == []
