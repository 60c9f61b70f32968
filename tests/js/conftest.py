"""A tiny server for the ES modules, the shared vectors and the checks, and a page that runs a check on them."""

import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

ROOT = Path(__file__).parent.parent.parent
RUN = """async ([file, vectors]) => {
  const read = async (name) => (await fetch(`/tests/vectors/${name}.json`)).json();
  const { check } = await import(`/tests/js/checks/${file}.js`);
  return check(...(await Promise.all(vectors.map(read))));
}"""

Check = Callable[..., Any]


class Quiet(SimpleHTTPRequestHandler):
    """Serves files without a word, and ES modules under the type that browsers insist on."""

    extensions_map = {**SimpleHTTPRequestHandler.extensions_map, ".js": "text/javascript"}  # noqa: RUF012

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing."""

    def do_GET(self) -> None:
        """Answer the root with an empty page, all else with the file."""
        if self.path != "/":
            super().do_GET()
            return
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(b"<!doctype html><title>checks</title>")


@pytest.fixture(scope="session")
def checkout_url() -> Iterator[str]:
    """Address of a server of the checkout's files on loopback."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(ROOT)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="session")
def check(browser: Browser, checkout_url: str) -> Iterator[Check]:
    """Run `check` of tests/js/checks/<file>.js on the named vectors; it gives what went wrong, as sentences."""
    page = browser.new_page()
    page.goto(checkout_url)
    yield lambda file, *vectors: page.evaluate(RUN, [file, vectors])
    page.close()
