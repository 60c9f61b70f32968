"""Zip archives: unpacked as they stream by, with everything hostile in them refused by name."""

import stat
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from annotator.core.errors import Refused
from annotator.workflow.importing.sources import MOST_RATIO, from_paths, from_streams
from tests.fixtures.desk import Desk


def packed(*entries: tuple[str | zipfile.ZipInfo, bytes]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, raw in entries:
            archive.writestr(name, raw)
    return out.getvalue()


def link(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name)
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    return entry


def test_an_archive_gives_its_pages_and_rows(desk: Desk) -> None:
    raw = packed(("site/a.txt", b"one"), ("rows.jsonl", b'{"text": "two", "name": "b"}\n'), (".hidden", b"x"))
    assert desk.take(("pages.zip", raw)).summary() == "2 pages added"
    assert sorted(desk.pages()) == ["b", "site/a.txt"]


@pytest.mark.parametrize(
    ("entry", "says"),
    [
        (("../../etc/x", b"x"), "leads out of the archive"),
        (("a/../../x", b"x"), "leads out of the archive"),
        (("/etc/x", b"x"), "leads out of the archive"),
        (("C:\\x", b"x"), "leads out of the archive"),
        (("..\\x", b"x"), "leads out of the archive"),
        ((link("x"), b"/etc/passwd"), "is a link"),
        (("inner.zip", packed(("a.txt", b"x"))), "archive inside an archive"),
        (("a\nb.txt", b"x"), "no control characters"),
        (("n.txt", b"a\0b"), "holds a NUL at byte 1"),
    ],
    ids=["up", "middle", "absolute", "drive", "backslash", "link", "nested", "newline", "nul"],
)
def test_what_no_archive_of_pages_holds_is_refused(
    desk: Desk, entry: tuple[str | zipfile.ZipInfo, bytes], says: str
) -> None:
    report = desk.take(("pages.zip", packed(entry, ("good.txt", b"fine"))))
    assert report.summary() == "1 page added, 1 refused"
    assert says in report.refused[0].sentence
    assert list(desk.pages()) == ["good.txt"]


@pytest.mark.parametrize("name", ["bomb.txt", "bomb.jsonl"])
def test_a_bomb_is_left_before_it_fills_the_memory(desk: Desk, name: str) -> None:
    bomb = packed((name, b"0" * (100 << 20)))
    assert len(bomb) * MOST_RATIO < 100 << 20
    report = desk.take(("bomb.zip", bomb), ("good.txt", b"fine"))
    assert report.summary() == "1 page added, 1 refused"


def test_many_small_bombs_are_one_bomb(desk: Desk) -> None:
    entries = [(f"{n:03}.jsonl", b'{"text": "' + b"0" * (1 << 20) + b'", "name": "x"}\n') for n in range(40)]
    report = desk.take(("bombs.zip", packed(*entries)))
    assert any("times its size" in one.sentence for one in report.refused)
    assert len(report.refused) < 40


@pytest.mark.parametrize(
    "raw",
    [b"", b"PK\x03\x04 nonsense", packed(("a.txt", b"text" * 999))[:-40]],
    ids=["empty", "nonsense", "cut"],
)
def test_a_broken_archive_is_one_sentence(desk: Desk, raw: bytes) -> None:
    report = desk.take(("pages.zip", raw), ("good.txt", b"fine"))
    assert report.summary() == "1 page added, 1 refused"
    assert "no zip archive that can be read" in report.refused[0].sentence


def test_a_damaged_file_in_an_archive_stops_nothing(desk: Desk) -> None:
    raw = bytearray(packed(("a.txt", bytes(range(1, 128)) * 20), ("b.txt", b"fine")))
    raw[40:60] = b"\xff" * 20
    report = desk.take(("pages.zip", bytes(raw)))
    assert report.summary() == "1 page added, 1 refused"
    assert "is damaged" in report.refused[0].sentence


def test_a_folder_gives_its_files_by_name(tmp_path: Path) -> None:
    for name in ("b/two.txt", "a/one.txt", ".git/config", "c.zip"):
        file = tmp_path / name
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(packed(("in.txt", b"x")) if name.endswith(".zip") else b"x")
    (tmp_path / "empty").mkdir()
    assert [one.name for one in from_paths([tmp_path]) if not isinstance(one, Exception)] == [
        "a/one.txt",
        "b/two.txt",
        "in.txt",
    ]


def test_a_name_that_is_no_text_is_refused() -> None:
    (refused,) = from_streams([("caf\udce9.txt", BytesIO(b"x"))])
    assert "valid UTF-8" in str(refused)
    assert str(refused).isprintable()


def test_a_link_that_leads_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "pages"
    folder.mkdir()
    (tmp_path / "secret.txt").write_text("x")
    (folder / "a.txt").write_text("x")
    for name, target in (("in.txt", "a.txt"), ("out.txt", "../secret.txt"), ("up", ".."), ("lost.txt", "nowhere")):
        (folder / name).symlink_to(target)
    assert [str(one) if isinstance(one, Refused) else one.name for one in from_paths([folder])] == [
        "a.txt",
        "in.txt",
        "lost.txt: is a link that leads out of the folder, or nowhere",
        "out.txt: is a link that leads out of the folder, or nowhere",
        "up: is a link that leads out of the folder, or nowhere",
    ]
