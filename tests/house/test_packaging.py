"""What is shipped and what is depended on: small, locked, silent about where it came from, nothing private in it."""

import re
import sys
import tomllib
from importlib import metadata
from pathlib import Path

import pytest

from tests.house.checkout import ROOT, imported, name, sources, tracked

LOCKS = sorted((ROOT / "requirements").glob("*.txt"))
MOST_PACKAGES = 45
MOST_MEGABYTES = 125
TOP = {
    *("annotator", "static", "templates", "tests", "instance", "docs", "bench", "examples", "requirements", ".ci"),
    *("README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md", "DEPLOY.md", "LICENSE"),
    *("Makefile", "pyproject.toml", ".gitignore", ".gitattributes"),
}


def normal(distribution: str) -> str:
    """A distribution's name as the locks write it."""
    return re.sub(r"[-_.]+", "-", re.split(r"[^\w.-]", distribution)[0]).lower()


def pinned(lock: Path) -> dict[str, str]:
    """Version of each package of a lock."""
    found = re.findall(r"^([\w.-]+)(?:\[[\w,-]+\])?==([^\s;]+)", lock.read_text(encoding="utf-8"), re.MULTILINE)
    return {normal(package): version for package, version in found}


def declared() -> set[str]:
    """Names of all distributions that pyproject.toml lets the program import, extras included."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = (entry for extra in project["optional-dependencies"].values() for entry in extra)
    return {normal(entry) for entry in [*project["dependencies"], *extras]}


def megabytes(distributions: set[str]) -> float:
    """Size on disk of the installed ones among some distributions."""
    files = [
        Path(str(distribution.locate_file(file)))
        for distribution in metadata.distributions()
        if normal(distribution.name) in distributions
        for file in distribution.files or []
    ]
    return sum(file.stat().st_size for file in files if file.exists()) / 1e6


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_a_lock_has_hashes_and_no_address(lock: Path) -> None:
    text = lock.read_text(encoding="utf-8")
    assert "://" not in text
    assert not re.search(
        r"^\s*-", re.sub(r"^ +--hash=sha256:[0-9a-f]{64}( \\)?$", "", text, flags=re.MULTILINE), re.MULTILINE
    )
    entries = re.split(r"\n(?=\w)", text)
    assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == []


def test_a_wider_lock_holds_the_same_versions() -> None:
    run, extras, dev = (pinned(ROOT / f"requirements/{lock}.txt") for lock in ("run", "all", "dev"))
    assert run.items() <= extras.items() <= dev.items()


def test_every_declared_dependency_is_locked() -> None:
    assert declared() - {"marginalia-annotator"} <= set(pinned(ROOT / "requirements/all.txt"))


def test_running_needs_few_packages_and_little_room() -> None:
    run = set(pinned(ROOT / "requirements/run.txt"))
    assert 10 < len(run) < MOST_PACKAGES
    # Compiled modules double what the files list, at most.
    assert 5 < 2 * megabytes(run) < MOST_MEGABYTES


def test_every_import_is_declared() -> None:
    owners = metadata.packages_distributions()
    undeclared = {
        f"{name(path)}: {module}"
        for path in sources("annotator/**/*.py")
        for module in (dotted.split(".")[0] for dotted in imported(path))
        if module not in sys.stdlib_module_names
        and module != "annotator"
        and not declared() & {normal(owner) for owner in owners.get(module, [])}
    }
    assert not undeclared, "depend on what you import, in pyproject.toml"


def test_the_top_folder_holds_only_what_everyone_knows() -> None:
    assert {path.split("/")[0] for path in tracked()} <= TOP


def test_nothing_of_an_instance_is_under_version_control() -> None:
    assert [path for path in tracked() if path.startswith("instance/")] in ([], ["instance/.gitkeep"])
