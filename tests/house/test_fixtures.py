"""The shared fixtures do what they promise: a browser that runs, and a database of one's own on both kinds."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import create_engine, inspect, text

from tests.fixtures import browser

NO_SUCH_FILE = "/no/such/chromium"


def test_the_browser_shows_what_a_page_says(page: Page) -> None:
    page.set_content("<p>Ana reads “ć” and 👩‍🚀</p>")
    expect(page.locator("p")).to_have_text("Ana reads “ć” and 👩‍🚀")


@pytest.mark.parametrize("turn", [1, 2])
def test_every_test_gets_an_empty_database(database_url: str, turn: int) -> None:
    engine = create_engine(database_url)
    with engine.begin() as connection:
        assert inspect(connection).get_table_names() == []
        connection.execute(text("CREATE TABLE kept (name text)"))
        connection.execute(text("INSERT INTO kept VALUES (:name)"), {"name": f"Ben 🦊 {turn}"})
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT length(name) FROM kept")) == len(f"Ben 🦊 {turn}")
    engine.dispose()


def test_a_named_chromium_wins(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANNOTATOR_CHROMIUM", NO_SUCH_FILE)
    assert browser.chromium_path("/also/none") == NO_SUCH_FILE


def test_without_any_chromium_none_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("ANNOTATOR_CHROMIUM", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert browser.chromium_path(NO_SUCH_FILE) is None


def test_playwrights_own_chromium_is_the_last_resort(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("ANNOTATOR_CHROMIUM", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    own = tmp_path / "own-chromium"
    own.touch()
    assert browser.chromium_path(str(own)) == str(own)
