"""Writing a whole labelling that came with an import into a task and its log, as one operation."""

import hashlib
import uuid

import orjson
from sqlalchemy.orm import Session

from annotator.core.labelling import Actor
from annotator.core.labels import Json
from annotator.core.operations import ImportLabelling
from annotator.store import models, oplog
from annotator.store.state import TaskState
from annotator.store.texts import page_text

from .clock import now


def record_labelling(session: Session, task: models.Task, name: str, state: Json, revision: int = 0) -> None:
    """Replace the labels of `task`, which belongs to the person called `name`, by `state` (`Labelling.to_json`).

    The task's revision becomes the record's `revision` where that is higher; the log keeps what was there.
    The caller has checked the labelling and commits.
    """
    text = page_text(session, task.page_id, task.text_sha256)
    loaded = TaskState.whole(session, task, text)
    at = now()
    inverse = loaded.labelling.apply(ImportLabelling(state), Actor(name, at))
    loaded.write()
    payload = orjson.dumps({"labelling": state})
    step = str(uuid.uuid4())
    base_rev, task.rev = task.rev, max(task.rev + 1, revision)
    row = {"op_id": step, "step": step, "undoes": None, "task_id": task.id, "rev": task.rev, "base_rev": base_rev}
    row |= {"person_id": task.person_id, "client": "import", "kind": ImportLabelling.kind, "client_at": None}
    row |= {"payload": payload.decode(), "payload_sha256": hashlib.sha256(payload).hexdigest(), "server_at": at}
    row["inverse"] = orjson.dumps({"kind": inverse.kind, "payload": inverse.payload()}).decode() if inverse else None
    oplog.append(session, [row])
