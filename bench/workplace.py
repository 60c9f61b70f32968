"""Where benches measure: an instance with Ana and one project, pages in it, the app, and requests ready to be sent."""

import hashlib
import time
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import orjson
from flask import Flask
from werkzeug.test import EnvironBuilder

from annotator.cli.opening import settle
from annotator.core.labels import Json
from annotator.core.text import PageText
from annotator.store import models
from annotator.store.instance import Instance
from annotator.store.state import TaskState
from annotator.store.texts import page_text
from annotator.web import create_app
from annotator.workflow import importing, label, people, projects
from annotator.workflow.importing.labellings import store_labelling
from tests.fixtures.cast import Browser

PROJECT = "bench"
MARK = {"by": "Ana", "at": "2026-11-22T04:20:00.000Z", "origin": "hand", "source": None}
Op = dict[str, Any]


class Workplace:
    """An instance in a folder of its own, with the project `bench` of preset full, in which Ana annotates."""

    def __init__(self, folder: Path) -> None:
        self.instance = Instance.open(folder)
        self.db = self.instance.database
        projects.create(self.db, PROJECT, languages=["en"])
        self.person = people.add(self.db, "Ana").id
        projects.set_member(self.db, PROJECT, "Ana", "annotator")
        self.project = projects.named(self.db, PROJECT).id

    def page(self, name: str, text: str) -> int:
        """Import a page and return Ana's task on it."""
        for event in importing.import_streams(self.db, PROJECT, [(name, BytesIO(text.encode()))]):
            assert event.kind == "added", event.sentence
        return label.open_task(self.db, self.project, self.page_named(name), self.person)

    def page_named(self, name: str) -> int:
        """Return the page of that name."""
        with self.db.read() as session:
            return session.query(models.Page).filter_by(name=name).one().id

    def page_of(self, task: int) -> int:
        """Return the page that a task is about."""
        with self.db.read() as session:
            return session.get_one(models.Task, task).page_id

    def fill(self, task: int, state: Json) -> None:
        """Give a task the labels of a whole state."""
        with self.db.write() as session:
            stored = session.get_one(models.Task, task)
            whole = TaskState.whole(session, stored, page_text(session, stored.page_id, stored.text_sha256))
            layers = whole.labelling.to_json()["layers"]
            store_labelling(session, stored, "Ana", {**state, "layers": layers}, 0)

    def app(self) -> Flask:
        """The app that the server runs."""
        return create_app(self.instance)


@contextmanager
def workplace() -> Iterator[Workplace]:
    """Give a fresh workplace that leaves nothing behind."""
    with TemporaryDirectory(prefix="bench-") as folder:
        place = Workplace(Path(folder) / "instance")
        settle()  # as every verb does
        yield place
        place.instance.close()


class Caller:
    """Somebody signed in, whose requests go straight into the app, prepared before anything is measured."""

    def __init__(self, place: Workplace) -> None:
        self.app = place.app()
        self.browser = Browser(self.app.test_client())
        self.browser.sign_in(people.make_link(place.db, "Ana"))
        with self.app.test_request_context():
            name = self.app.session_interface.get_cookie_name(self.app)
        cookie = self.browser.client.get_cookie(name)
        assert cookie
        self.headers = {"Cookie": f"{name}={cookie.value}", "X-CSRFToken": self.browser.token}

    def prepared(self, method: str, path: str, body: bytes = b"") -> Any:
        """Return a request as the server hands it to the app."""
        kind = "application/json" if body else None
        builder = EnvironBuilder(path, method=method, data=body, content_type=kind, headers=list(self.headers.items()))
        return builder.get_environ()

    def call(self, environ: Any) -> tuple[str, bytes]:
        """Let the app answer a prepared request; returns status and body."""
        statuses: list[str] = []

        def start(status: str, _headers: object, _error: object = None) -> Any:
            statuses.append(status)

        answer = self.app.wsgi_app(environ, start)
        body = b"".join(answer)
        if close := getattr(answer, "close", None):
            close()
        return statuses[0], body


def batch(text: str, rev: int, *ops: Op, client: str = "bench") -> bytes:
    """The body of a save."""
    digest = hashlib.sha256(text.encode()).hexdigest()
    return orjson.dumps({"text_sha256": digest, "client": client, "base_rev": rev, "ops": ops})


def operation(kind: str, payload: Json) -> Op:
    """An operation, a gesture of its own."""
    op_id = str(uuid.uuid4())
    return {"op_id": op_id, "step": op_id, "undoes": None, "kind": kind, "payload": payload}


def timed(calls: Iterable[Any]) -> tuple[list[float], float]:
    """Exhaust an iterator; returns the wall time of each step and the CPU time of all, in seconds."""
    walls: list[float] = []
    cpu, last = time.process_time(), time.perf_counter()
    for _ in calls:
        here = time.perf_counter()
        walls.append(here - last)
        last = here
    return walls, time.process_time() - cpu


def full_state(text: str, quotes: int) -> Json:
    """A state with `quotes` quotes of three spans each, as many notes, and a run for every line."""
    words = PageText(text)
    starts = [words.starts[n % (words.line_count - 1)] for n in range(quotes)]
    spans = [{"contents": [[at, at + 3]], "cues": [[at + 4, at + 9]], "sources": [[at + 10, at + 15]]} for at in starts]
    rest = {"via": [], "addressee": [], "source_kind": "explicit", "speaker": "unknown", "flags": []}
    said = [{"id": f"q-{n}", "position": 2 * n, **rest, **one, **MARK} for n, one in enumerate(spans)]
    notes = [
        {"id": f"n-{n}", "position": 2 * n + 1, "start": at, "end": at + 3, "note": "here", **MARK}
        for n, at in enumerate(starts)
    ]
    label_of: Json = {"kind": None, "flags": [], **MARK}
    lines = [
        {"first": n, "last": n, "label": "body" if n % 2 else "boilerplate", **label_of}
        for n in range(1, words.line_count + 1)
        if not words.blank[n - 1]
    ]
    page: Json = {"page_type": None, "usable": None, "reason": None, "answers": {}, "no_body": False}
    state: Json = {"status": "in_progress", "started": MARK["at"], "finished": None, "active_ms": 0, "page": page}
    return state | {"lines": lines, "quotes": said, "stances": [], "notes": notes}
