"""Take the pictures of the papers: the sample project in a real browser, light and dark (`make shots`)."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, expect, sync_playwright

ROOT = Path(__file__).parents[1]
PICTURES = ROOT / "docs" / "pictures"
PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
SIZE = {"width": 1440, "height": 900}


def annotator(folder: Path, *words: str) -> str:
    """Run one verb of the command line on the instance in `folder` and return what it prints."""
    command = [sys.executable, "-m", "annotator", *words, "--instance", str(folder)]
    return subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve the instance on a free port; gives its address."""
    command = [sys.executable, "-m", "annotator", "serve", "--port", "0", "--instance", str(folder)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout
        said = server.stdout.readline()
        try:
            yield said.split(" at ")[1].split("/ ")[0]
        finally:
            server.send_signal(signal.SIGTERM)


def enter(page: Page, folder: Path, address: str, name: str) -> None:
    """Sign `name` in by a one-time link."""
    link = annotator(folder, "user", "link", name)
    page.goto(f"{address}/in/{link.split('/in/')[1].split()[0]}")
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"{address}/")


def picture(page: Page, name: str) -> None:
    """Keep what the page shows, at most 1440 x 900 points."""
    page.screenshot(path=PICTURES / f"{name}.png")
    sys.stdout.write(f"docs/pictures/{name}.png\n")


def open_page(page: Page, address: str, name: str) -> None:
    """Open a page of the sample in the label screen and wait until it takes keys."""
    page.goto(f"{address}/projects/sample/")
    page.get_by_role("link", name=name).click()
    expect(page.locator("#mode")).not_to_have_text("Loading")


def label_screen(page: Page, address: str, theme: str) -> None:
    """Show a page in the middle of its quotes, with letters on the names nearby."""
    open_page(page, address, "valley-lantern/heron-warden.txt")
    page.locator("#surface").focus()
    page.keyboard.press("n")
    page.keyboard.press("q")
    expect(page.locator("#mode")).to_have_text("Quote", ignore_case=True)
    expect(page.get_by_text("Saved")).to_be_visible()
    picture(page, "label" if theme == "light" else "label-dark")
    page.keyboard.press("u")
    expect(page.get_by_text("Saved")).to_be_visible()


def main() -> None:
    """Load the sample into a temporary instance and take every picture."""
    PICTURES.mkdir(exist_ok=True)
    program = os.environ.get("ANNOTATOR_CHROMIUM") or next(filter(None, map(shutil.which, PROGRAMS)), None)
    root = ["--no-sandbox"] if os.geteuid() == 0 else []
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        instance = Path(folder) / "instance"
        annotator(instance, "demo")
        with served(instance) as address:
            browser = playwright.chromium.launch(executable_path=program, args=[*root, "--disable-gpu"])
            for theme in ("light", "dark"):
                context = browser.new_context(viewport=SIZE, color_scheme=theme)  # type: ignore[arg-type]
                page = context.new_page()
                enter(page, instance, address, "Ana")
                label_screen(page, address, theme)
                if theme == "light":
                    page.goto(f"{address}/projects/sample/")
                    picture(page, "pages")
                context.close()
            browser.close()


if __name__ == "__main__":
    main()
