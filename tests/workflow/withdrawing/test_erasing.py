"""Pages that were erased: no word of theirs is left in any table or release, and what is left still holds together."""

import io
import json
import os
import threading
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import MetaData, select, text
from sqlalchemy.exc import DBAPIError

from annotator.core.errors import Refused
from annotator.store import models
from annotator.store.copying import opened
from annotator.store.instance import Instance
from annotator.workflow import backup, doctor, people, projects, releasing, withdrawing
from annotator.workflow.exporting import Choice
from annotator.workflow.importing import Options
from annotator.workflow.jobs import Jobs
from annotator.workflow.releasing import forgetting
from tests.fixtures.bridge import labelling
from tests.fixtures.dataset import Load
from tests.fixtures.press import NOTE, Press, everything, gold, page, rows

WORDS = ("bridge will be", "we will build", "ferryman", "Imprint", "number of this page", "ask Edin", "secret lead")


def told(press: Press) -> str:
    """Every cell of every table, but the registry's."""
    tables = MetaData()
    with press.db.read() as session:
        tables.reflect(session.connection())
        found = [
            str([bytes(cell) if isinstance(cell, memoryview) else cell for cell in row])
            for table in tables.sorted_tables
            if table.name != "entity"
            for row in session.execute(select(table))
        ]
    return "\n".join(found)


def filled(press: Press, *, rights: str | None = "CC0") -> None:
    """A page with everything that quotes it, and another."""
    ours = labelling("Ana", notes=[NOTE], page={"page_type": "article", "usable": True, "reason": "ask Edin"})
    about: dict[str, Any] = {"title": "The bridge will be built", "meta": {"lead": "secret lead"}, "rights": rights}
    press.records(page(1, ours, gold(notes=[NOTE]), **about))
    other = "Another page.\nIts second line.\n"
    press.take(("rows.jsonl", json.dumps({"text": other, "name": "2.txt", "rights": "CC0"}).encode()))


def erase(press: Press) -> list[str]:
    return withdrawing.erase(press.db, "news", "1.txt", "taken down by court")


def test_no_word_of_it_is_left_in_any_table(press: Press) -> None:
    filled(press)
    assert all(word in told(press) for word in WORDS[:1])
    press.release(names=True)
    erase(press)
    left = told(press)
    assert not [word for word in WORDS if word in left]
    with press.db.read() as session:
        row = session.query(models.Page).filter_by(name="1.txt").one()
        assert (row.uid, row.title, row.url, row.meta, row.rights) == ("p-1", None, None, "{}", None)
        assert (len(row.sha256), row.length > 100, row.withdrawn_why) == (64, True, "taken down by court")
        spans = session.query(models.Quote.contents).join(models.Task, models.Task.id == models.Quote.task_id)
        assert len(spans.filter(models.Task.page_id == row.id).all()) == 2


# PostgreSQL keeps old rows in its files until VACUUM FULL (SECURITY.md); the test above asks its tables.
@pytest.mark.parametrize("migrated_url", ["sqlite"], indirect=True)
def test_no_word_of_it_is_left_in_the_file_of_the_database(press: Press) -> None:
    filled(press)
    erase(press)
    raw = Path(str(press.db.url.database)).read_bytes()
    assert not [word for word in WORDS if word.encode() in raw]


def test_no_word_of_it_is_left_in_any_file_of_the_instance(press: Press) -> None:
    filled(press)
    press.release(names=True)
    folder, dora = press.db.folder, people.add(press.db, "Edin Dora")
    home, raw = Jobs(press.db, folder), json.dumps(page(1, labelling("Ana", notes=[NOTE]))).encode()
    bent = raw.replace(b'"said"', b'"ferryman"', 1)
    project = projects.named(press.db, "news")
    looked, imported = (home.look(project, dora, [("a.jsonl", io.BytesIO(one))], Options()) for one in (bent, raw))
    home.wait()
    home.start(project, imported, dora)
    home.wait()
    assert "ferryman" in str(home.find(project, looked).report)
    orphans = (
        folder / "uploads/orphan/0",
        folder / "releases/news/v2/pages.jsonl",
        folder / "releases/news/.building-x/p",
    )
    for file in orphans:
        file.parent.mkdir(parents=True)
        file.write_bytes(raw)
    os.utime(orphans[0].parent, (0, 0))
    files = [one for one in folder.rglob("*") if one.is_file()]
    assert sum(WORDS[0].encode() in one.read_bytes() for one in files) >= 5
    assert "1 import: the files that were kept for it are gone" in erase(press)
    left = {str(one): one.read_bytes() for one in folder.rglob("*") if one.is_file()}
    assert [(name, word) for name, held in left.items() for word in WORDS if word.encode() in held] == []
    assert [word for word in WORDS if word in told(press)] == []
    found = home.find(project, looked)
    assert (found.state, found.file, sorted(found.report)) == ("done", None, ["counts", "summary"])
    assert not [one for one in orphans if one.exists()]
    assert press.verify().wrong == []


@pytest.mark.parametrize("rights", ["CC0", None])
def test_kept_releases_lose_it_and_say_so(press: Press, rights: str | None) -> None:
    filled(press, rights=rights)
    press.records(page(3, gold()))
    made = press.release(names=True)
    before = dict(made.row.manifest["files"])
    assert "release news@v1: its files hold the page no more" in erase(press)
    whole = everything(made.folder).replace(json.dumps(rows(made, "pages.jsonl")), "")
    assert "ask Edin" not in whole
    assert '"1.txt"' not in whole
    assert [one["page"]["name"] for one in rows(made, "pages.jsonl")] == ["3.txt"]
    [gone] = rows(made, "withdrawn.jsonl")
    assert gone["page"].keys() == {"id", "sha256", "length"}
    assert (gone["page"]["id"], gone["withdrawn"]) == ("p-1", "taken down by court")
    assert gone["labellings"][0]["quotes"][0]["contents"][0].keys() == {"start", "end"}
    verdict = press.verify()
    assert verdict.wrong == []
    assert "1 page withdrawn since it was made, 1 of them erased" in verdict.good
    manifest = json.loads((made.folder / "manifest.json").read_bytes())
    assert (manifest["as_built"], manifest["withdrawn"]) == (before, ["p-1"])


def test_a_release_that_was_being_built_meanwhile_loses_it_as_well(press: Press) -> None:
    filled(press)
    press.records(page(3, gold()))
    erasing = threading.Thread(target=erase, args=(press,))

    def tell(said: str) -> None:
        if "pages written" in said and not erasing.ident:
            erasing.start()

    order = releasing.Order(Choice(), names=True)
    made = releasing.create(press.db, "news", "v1", order, tell=tell)
    erasing.join()
    assert [one["page"]["name"] for one in rows(made, "pages.jsonl")] == ["3.txt"]
    assert "ask Edin" not in everything(made.folder)
    assert press.verify().wrong == []


def test_a_release_that_lost_a_page_is_opened_by_the_library_it_is_written_for(
    press: Press, load_dataset: Load
) -> None:
    filled(press)
    press.records(page(3, gold()))
    made = press.release()
    erase(press)
    for config in ("lines", "quotes", "attribution", "stance", "pages"):
        found = load_dataset(made.folder / "rows", config)["train"]
        assert len(found) == len(rows(made, f"rows/{config}/train-00000.jsonl")) > 0


def test_a_split_whose_last_page_went_is_named_in_the_card_no_more(press: Press, load_dataset: Load) -> None:
    filled(press)
    press.records(page(3, gold()))
    press.change("1.txt", split="test")
    made = press.release()
    assert load_dataset(made.folder / "rows", "lines")["test"].num_rows == 1
    erase(press)
    for config in ("lines", "quotes", "attribution", "stance", "pages"):
        assert list(load_dataset(made.folder / "rows", config)) == ["train"]
    assert press.verify().wrong == []


def test_the_log_keeps_every_operation_and_opens_for_nothing_else(press: Press) -> None:
    filled(press)
    with press.db.read() as session:
        before = [(one.op_id, one.payload_sha256) for one in session.query(models.Op).order_by(models.Op.seq)]
    with pytest.raises(DBAPIError, match="append-only"), press.db.write() as session:
        session.execute(text("UPDATE op SET payload = '{}'"))
    erase(press)
    with press.db.read() as session:
        assert before == [(one.op_id, one.payload_sha256) for one in session.query(models.Op).order_by(models.Op.seq)]
        words = [one.payload for one in session.query(models.Op)]
    assert all("(erased)" in one for one in words)
    with pytest.raises(DBAPIError, match="append-only"), press.db.write() as session:
        session.execute(text("UPDATE op SET rev = rev + 1"))
    with pytest.raises(DBAPIError, match="append-only"), press.db.write() as session:
        session.execute(text("DELETE FROM op"))


def test_the_log_of_other_pages_stays_shut(press: Press) -> None:
    filled(press)
    press.records(page(3, labelling("Ben")))
    erase(press)
    with pytest.raises(DBAPIError, match="append-only"), press.db.write() as session:
        session.execute(text("UPDATE op SET payload = '{}'"))


def test_the_doctor_finds_nothing_wrong_and_says_how_many_were_erased(press: Press) -> None:
    filled(press)
    erase(press)
    found = list(doctor.examine_database(press.db))
    assert [one.sentence for one in found if one.level == "error"] == []
    assert "1 page was erased, whose logs can't be replayed any more" in [one.sentence for one in found]


def test_it_does_not_come_back_by_importing_or_restoring_the_page(press: Press) -> None:
    filled(press)
    erase(press)
    again = press.records(page(1, labelling("Ben"), name="again.txt", id="p-9"))
    [refused] = again.refused
    assert "was erased as 1.txt and doesn't come back: taken down by court" in refused.sentence
    with pytest.raises(Refused, match="nowhere to come back from"):
        withdrawing.restore(press.db, "news", "1.txt")


def test_who_erased_what_is_in_the_audit_trail_and_in_the_ledger(press: Press) -> None:
    filled(press)
    erase(press)
    [row] = [json.loads(line) for line in (press.db.folder / "erased.jsonl").read_bytes().splitlines()]
    assert (row["project"], row["id"], row["reason"]) == ("news", "p-1", "taken down by court")
    [event] = press.events("page.erased")
    assert (event["page"], event["sha256"]) == ("1.txt", row["sha256"])


def test_killed_between_database_and_releases_it_is_told_and_done_again(
    press: Press, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(press)
    press.release()

    def killed(*_: object) -> list[str]:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(forgetting, "forget", killed)
        with pytest.raises(KeyboardInterrupt):
            erase(press)
    assert press.verify().wrong == ["page p-1 was erased, and its text is still here; erase it again"]
    erase(press)
    assert press.verify().wrong == []


@pytest.mark.parametrize("turn", [1, 2, 3, 4])
def test_killed_between_two_files_of_a_release_it_is_done_again(
    press: Press, monkeypatch: pytest.MonkeyPatch, turn: int
) -> None:
    filled(press)
    made = press.release()
    left = [turn]
    real = Path.replace

    def replace(self: Path, target: str | os.PathLike[str]) -> Path:
        left[0] -= 1
        if left[0] == 0:
            raise KeyboardInterrupt
        return real(self, target)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", replace)
        with pytest.raises(KeyboardInterrupt):
            erase(press)
    erase(press)
    verdict = press.verify()
    assert verdict.wrong == []
    assert len(rows(made, "withdrawn.jsonl")) == 1


def test_restoring_an_older_backup_erases_it_again(press: Press, instance: Instance, tmp_path: Path) -> None:
    filled(press)
    file = tmp_path / "before.zip"
    with file.open("wb") as sink:
        backup.back_up(press.db, sink)
    erase(press)
    said = backup.restore(instance, file, force=True, verify=True)
    assert [one for one in said if one.startswith("page 1.txt was erased on ") and one.endswith("and again now")]
    left = told(press)
    assert not [word for word in WORDS if word in left]
    with opened(press.db.folder / "unused.db"):
        assert [one for one in doctor.examine_database(press.db) if one.level == "error"] == []
