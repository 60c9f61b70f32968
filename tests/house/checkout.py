"""The checkout as the house tests see it: its root, its files, its modules."""

import ast
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
# What running and testing leave in an unpacked archive, where no ignore file is asked.
LEFT_BEHIND = re.compile(
    r"(^|/)(__pycache__|\.venv|\.git|\.hypothesis|\.\w+_cache|build|dist|htmlcov|test-results)/|^PKG-INFO$"
)


def tracked() -> list[str]:
    """Paths of all files under version control, relative and with slashes; in an unpacked archive, of all its files."""
    if (ROOT / ".git").exists() and (git := shutil.which("git")):
        listing = subprocess.run([git, "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
        # git refuses a checkout that belongs to somebody else.
        if listing.returncode == 0:
            return [name for name in listing.stdout.decode().split("\0") if name and (ROOT / name).exists()]
    files = (path.relative_to(ROOT).as_posix() for path in ROOT.rglob("*") if path.is_file())
    return [path for path in files if not LEFT_BEHIND.search(path)]


def sources(*patterns: str) -> list[Path]:
    """Files that match any of the patterns, without what was copied in from elsewhere."""
    found = {path for pattern in patterns for path in ROOT.glob(pattern) if path.is_file()}
    return sorted(path for path in found if not {"vendor", "__pycache__"} & set(path.relative_to(ROOT).parts))


def name(path: Path) -> str:
    """A file as a message names it: relative to the checkout."""
    return path.relative_to(ROOT).as_posix()


def imported(path: Path) -> Iterator[str]:
    """Dotted name of every module that a file imports absolutely, wherever in the file it does so."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module
