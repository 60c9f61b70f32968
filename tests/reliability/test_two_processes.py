"""Two servers on one PostgreSQL, as DEPLOY.md sets them up: a session is good for both, and both see what is saved."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, Request, build_opener

import pytest

from annotator.store.instance import Instance
from annotator.workflow import label, people, projects
from tests.fixtures.cast import TEXT, add_page
from tests.fixtures.forked import ROOT


@contextmanager
def serving(folder: Path, url: str) -> Iterator[str]:
    """A server on its own folder and a shared database; gives its address."""
    command = [sys.executable, "-m", "annotator", "serve", "--instance", str(folder), "--port", "0"]
    surroundings = {**os.environ, "ANNOTATOR_DATABASE_URL": url}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT, env=surroundings) as process:
        assert process.stdout
        said = process.stdout.readline()
        found = re.search(r"http://\S+?(?=/ )", said)
        try:
            assert found, said
            yield found[0]
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(40)


class Visitor:
    """A browser without a screen: cookies, and the CSRF token of the page seen last."""

    def __init__(self) -> None:
        self.opener = build_opener(HTTPCookieProcessor(CookieJar()))
        self.token = ""

    def call(self, address: str, body: bytes | None = None, kind: str = "application/json") -> str:
        headers = {"X-CSRFToken": self.token, "Content-Type": kind} if body is not None else {}
        with self.opener.open(Request(address, body, headers), timeout=30) as answer:
            text: str = answer.read().decode()
        found = re.search(r'name="csrf-token" content="([^"]+)"', text)
        self.token = found[1] if found else self.token
        return text

    def sign_in(self, link: str) -> None:
        self.call(link)
        self.call(link, urlencode({"csrf_token": self.token}).encode(), "application/x-www-form-urlencoded")

    def json(self, address: str, body: Any = None) -> Any:
        return json.loads(self.call(address, json.dumps(body).encode() if body is not None else None))


def operation(number: int, line: int) -> dict[str, Any]:
    """The mark of one line."""
    key = f"01940000-0000-7000-8000-{number:012}"
    run = {"first": line, "last": line, "label": "body", "kind": None, "flags": []}
    more = {"by": "Ana", "at": None, "origin": "hand", "source": None}
    payload = {"ranges": [{**run, **more}]}
    return {"op_id": key, "step": key, "undoes": None, "kind": "lines.set", "payload": payload, "client_at": None}


@pytest.mark.slow
def test_what_is_saved_at_one_is_seen_at_the_other_in_one_session(tmp_path: Path, postgres_url: str) -> None:
    first = Instance.open(tmp_path / "8001", postgres_url)
    people.add(first.database, "Ana")
    projects.create(first.database, "Harbour", "body", ["en"])
    projects.set_member(first.database, "harbour", "Ana", "annotator")
    page = add_page(first, "harbour", "ferry.txt", TEXT)
    ana = people.everybody(first.database)[0]
    task = label.open_task(first.database, projects.named(first.database, "harbour").id, page, ana.id)
    (tmp_path / "8002").mkdir(mode=0o700)
    shutil.copy2(tmp_path / "8001/secret_key", tmp_path / "8002/secret_key")
    with ExitStack() as both:
        one, two = (both.enter_context(serving(tmp_path / port, postgres_url)) for port in ("8001", "8002"))
        visitor = Visitor()
        visitor.sign_in(f"{one}/in/{people.make_link(first.database, 'Ana')}")
        digest = visitor.json(f"{two}/api/v1/tasks/{task}")["task"]["text_sha256"]
        for rev, address in enumerate((one, two, one, two)):
            visitor.call(f"{address}/")
            batch = {
                "text_sha256": digest,
                "client": "tab",
                "base_rev": rev,
                "ops": [operation(rev, 1 + 2 * (rev % 2))],
            }
            assert visitor.json(f"{address}/api/v1/tasks/{task}/ops", batch)["rev"] == rev + 1
        assert visitor.json(f"{one}/api/v1/tasks/{task}/ops?since=0") == visitor.json(
            f"{two}/api/v1/tasks/{task}/ops?since=0"
        )
    first.close()
