"""Every module has a room with a name that says what is in it, the core stands alone, and only workflow writes."""

import re
import sys
from pathlib import Path

import pytest

from tests.house.checkout import ROOT, imported, name, sources

ROOMS = {"cli", "web", "workflow", "store", "formats", "extractors", "core", "sample", "languages"}
# What lies beside the rooms: the version, the way in, and the one look-up of the data folders.
BESIDE = {"__init__.py", "__main__.py", "folders.py", "py.typed"}
JUNK_DRAWERS = {"utils", "util", "common", "helpers", "helper", "misc", "shared", "tools", "stuff"}
# Modules of the standard library that reach for the computer around it, or for the clock.
NOT_FOR_THE_CORE = {"os", "io", "pathlib", "shutil", "socket", "sqlite3", "subprocess", "tempfile", "threading", "time"}


def unfit_for_core(path: Path) -> set[str]:
    """Imports of a core module that are neither the core nor harmless parts of the standard library."""
    modules = {module for module in imported(path) if module.split(".")[:2] != ["annotator", "core"]}
    tops = {module.split(".")[0] for module in modules}
    return {top for top in tops if top not in sys.stdlib_module_names or top in NOT_FOR_THE_CORE}


def test_the_core_imports_only_itself_and_the_standard_library() -> None:
    unfit = {name(path): found for path in sources("annotator/core/**/*.py") if (found := unfit_for_core(path))}
    assert not unfit, f"the core must be true without a computer around it: {unfit}"


def test_an_import_hidden_in_a_function_is_seen(tmp_path: Path) -> None:
    module = tmp_path / "sly.py"
    module.write_text("import re\ndef late():\n    from flask import g\n    import os.path\n    return g\n")
    assert unfit_for_core(module) == {"flask", "os"}


def is_junk_drawer(path: str) -> bool:
    """Whether a file, or a folder it lies in, has a name that says nothing about what is in it."""
    return any(part.split(".")[0] in JUNK_DRAWERS for part in path.split("/"))


def test_no_module_is_a_junk_drawer() -> None:
    found = [
        name(path) for path in sources("annotator/**/*", "static/**/*", "tests/**/*") if is_junk_drawer(name(path))
    ]
    assert not found, f"name these after what is in them: {found}"


@pytest.mark.parametrize(
    ("path", "junk"),
    [("annotator/web/utils/x.py", True), ("static/js/helpers.js", True), ("tests/core/test_miscount.py", False)],
)
def test_a_junk_drawer_is_known_by_its_name(path: str, junk: bool) -> None:
    assert is_junk_drawer(path) is junk


def test_everything_in_the_package_has_a_room() -> None:
    present = {path.name for path in (ROOT / "annotator").iterdir() if path.name != "__pycache__"}
    assert present <= ROOMS | BESIDE, f"no room of this name is known: {sorted(present - ROOMS - BESIDE)}"


def test_the_package_itself_imports_nothing() -> None:
    assert list(imported(ROOT / "annotator/__init__.py")) == []


WRITING = re.compile(r"\.(?:write|migrate)\(\) as \w+")


def test_only_workflow_asks_for_a_transaction_that_writes() -> None:
    rooms = ("cli", "web", "formats", "core")
    found = [
        name(path)
        for room in rooms
        for path in sources(f"annotator/{room}/**/*.py")
        if WRITING.search(path.read_text(encoding="utf-8"))
    ]
    assert not found
    assert WRITING.search((ROOT / "annotator/workflow/people.py").read_text(encoding="utf-8"))
