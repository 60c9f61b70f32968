import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from annotator.core.errors import Refused
from annotator.store import models
from annotator.store.instance import Instance
from annotator.workflow import doctor, label
from annotator.workflow.backup import back_up, restore
from tests.workflow.label.conftest import Desk, lines


def work(desk: Desk) -> None:
    """Leave some of everything behind, an undone step included."""
    desk.save("entity.put", {"id": "e-new", "set": {"name": "Čedomir", "kind": "PER"}})
    desk.save(
        "quote.put", {"id": "q-1", "set": {"contents": [[20, 35]], "speaker": "e-new", "source_kind": "implicit"}}
    )
    stance = {"level": "quote", "quote": "q-1", "target": "e-bridge", "polarity": "unclear", "evidence": [[20, 35]]}
    desk.save("stance.put", {"id": "s-1", "set": stance})
    change = desk.op("lines.set", lines(2, 7, "boilerplate", kind="nav"))
    desk.send(change)
    back = label.task_state(desk.db, desk.task, desk.people["Ana"])["history"][-1]["inverse"][0]
    desk.send(desk.op(back["kind"], back["payload"], undoes=change["step"]))
    desk.save("lines.set", lines(1, 1, "optional"))
    desk.save("note.put", {"id": "n-1", "set": {"start": 0, "end": 4, "note": "why? 🎉"}})


def backed_up(desk: Desk, file: Path) -> Path:
    with file.open("wb") as sink:
        back_up(desk.db, sink)
    return file


def errors(instance: Instance) -> list[str]:
    return [one.sentence for one in doctor.examine(instance) if one.level == "error"]


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Instance]:
    opened = Instance.open(tmp_path / "other")
    yield opened
    opened.close()


def test_the_doctor_finds_a_healthy_instance_healthy(desk: Desk) -> None:
    work(desk)
    assert errors(desk.instance) == []


@pytest.mark.parametrize(
    ("harm", "sentence"),
    [
        ("UPDATE line_run SET label = 'body'", "Ana on a.txt in news: lines differs from what the log gives"),
        ("DELETE FROM quote", "quotes differs"),
        ("UPDATE task SET rev = 99 WHERE rev > 0", "the revision is 99, the log ends at 7"),
        ("UPDATE page_text SET text = 'x' WHERE page_id = 2", "page b.txt: the text is not the one"),
    ],
)
def test_the_doctor_names_what_differs(desk: Desk, harm: str, sentence: str) -> None:
    work(desk)
    with desk.db.write() as session:
        session.execute(text(harm))
    assert any(sentence in one for one in errors(desk.instance))


def test_a_backup_goes_into_another_instance_whole(desk: Desk, tmp_path: Path, other: Instance) -> None:
    work(desk)
    said = restore(other, backed_up(desk, tmp_path / "b.zip"), verify=True)
    assert "the exports of all projects (1) are those of the backup" in said[-1]
    theirs = label.task_state(other.database, desk.task, desk.people["Ana"])
    assert theirs == label.task_state(desk.db, desk.task, desk.people["Ana"])
    assert errors(other) == []


def test_work_goes_on_after_a_restore_into_either_kind_of_database(
    desk: Desk, tmp_path: Path, instance: Instance
) -> None:
    work(desk)
    file = backed_up(desk, tmp_path / "b.zip")
    restore(instance, file, force=True, verify=True)
    desk.save("lines.set", lines(4, 4))
    task = label.open_task(desk.db, desk.project, desk.pages["b.txt"], desk.people["Ben"])
    assert task > desk.task
    assert errors(instance) == []
    assert list(instance.folder.glob("before-restore-*.zip"))


def test_a_used_instance_is_not_overwritten_by_accident(desk: Desk, tmp_path: Path) -> None:
    file = backed_up(desk, tmp_path / "b.zip")
    desk.save("lines.set", lines(1, 1))
    with pytest.raises(Refused, match="--force"):
        restore(desk.instance, file)
    assert desk.labels()["lines"]


def test_nobody_stays_signed_in_through_a_restore_and_the_secret_is_not_in_a_backup(
    desk: Desk, tmp_path: Path, other: Instance
) -> None:
    at = "2026-11-22T04:20:00.000Z"
    with desk.db.write() as session:
        who = desk.people["Ana"]
        session.add(models.Session(token_sha256="0", person_id=who, created_at=at, seen_at=at, expires_at=at))
    file = backed_up(desk, tmp_path / "b.zip")
    assert zipfile.ZipFile(file).namelist() == ["database.sqlite3", "manifest.json"]
    restore(other, file)
    with other.database.read() as session:
        assert session.query(models.Session).count() == 0


def test_a_damaged_backup_is_refused(desk: Desk, tmp_path: Path, other: Instance) -> None:
    file = backed_up(desk, tmp_path / "b.zip")
    with zipfile.ZipFile(file) as archive:
        names = {name: archive.read(name) for name in archive.namelist()}
    whole = names["database.sqlite3"]
    names["database.sqlite3"] = whole[:-100] + bytes(byte ^ 255 for byte in whole[-100:])
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in names.items():
            archive.writestr(name, content)
    with pytest.raises(Refused, match="damaged"):
        restore(other, file)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 no zip", b"{}"])
def test_another_file_is_no_backup(other: Instance, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x.zip").write_bytes(content)
    with pytest.raises(Refused, match="no whole backup"):
        restore(other, tmp_path / "x.zip")


def test_an_unsound_database_makes_no_backup(desk: Desk) -> None:
    work(desk)
    with desk.db.write() as session:
        session.execute(text("DELETE FROM note"))
    with pytest.raises(Refused, match="notes differs"):
        back_up(desk.db, io.BytesIO())
