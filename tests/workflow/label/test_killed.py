"""A process that saves is killed right after an acknowledgement: nothing that was acknowledged is lost."""

import contextlib
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from annotator.store.instance import Instance
from annotator.workflow import doctor, label
from tests.workflow.label.conftest import lay_out

HERE = Path(__file__).parents[3]
SAVER = """
import sys, uuid
from annotator.store.instance import Instance
from annotator.workflow import label
folder, url, task, person, sha256, tag = sys.argv[1:]
db = Instance.open(folder, url).database
span = {"start": 0, "end": 4, "note": "here"}
for number in range(100_000):
    name = f"{tag}-{number}"
    op_id = str(uuid.uuid4())
    op = {"op_id": op_id, "step": op_id, "kind": "note.put", "payload": {"id": name, "set": span}}
    rev = label.operations_since(db, int(task), 2**31 - 1)["rev"]
    batch = {"text_sha256": sha256, "client": tag, "base_rev": rev, "ops": [op]}
    label.save(db, int(task), int(person), label.read_batch(batch))
    print(name, flush=True)
"""


def killed_after(acknowledgements: int, command: list[str]) -> list[str]:
    """Run the saver, kill it as soon as that many acknowledgements are out, and return all that were."""
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=HERE, start_new_session=True) as saver:
        assert saver.stdout
        heard = [saver.stdout.readline().strip() for _ in range(acknowledgements)]
        with contextlib.suppress(ProcessLookupError):
            os.killpg(saver.pid, signal.SIGKILL)
        heard += [line.strip() for line in saver.stdout.readlines() if line.endswith("\n")]
    return heard


def lose_nothing(folder: Path, url: str, loops: int) -> None:
    instance = Instance.open(folder, url)
    desk = lay_out(instance, {"a.txt": "Some words here.\n"})
    acknowledged: list[str] = []
    for loop in range(loops):
        about = [str(folder), url, str(desk.task), str(desk.people["Ana"]), desk.sha256, f"n{loop}"]
        heard = killed_after(1 + loop % 7, [sys.executable, "-c", SAVER, *about])
        assert all(heard), "the saver ended by itself"
        acknowledged += heard
    notes = {note["id"] for note in label.task_state(desk.db, desk.task, desk.people["Ana"])["labels"]["notes"]}
    assert set(acknowledged) <= notes
    assert [one.sentence for one in doctor.examine_database(instance.database) if one.level == "error"] == []
    instance.close()


@pytest.mark.slow
def test_what_was_acknowledged_survives_kill_9(tmp_path: Path, database_url: str) -> None:
    lose_nothing(tmp_path / "instance", database_url, 3)


@pytest.mark.soak
def test_what_was_acknowledged_survives_kill_9_a_hundred_times(tmp_path: Path, database_url: str) -> None:
    lose_nothing(tmp_path / "instance", database_url, 100)
