"""Where templates and static files lie: inside the installed package, or beside it in a checkout."""

import hashlib
from pathlib import Path

PACKAGE = Path(__file__).parents[1]


def folder(name: str) -> str:
    """Return the path of `templates` or `static`."""
    inside = PACKAGE / name
    return str(inside if inside.is_dir() else PACKAGE.parent / name)


def digest(name: str) -> str:
    """Return a digest of everything in a folder; addresses that carry it may be cached for ever."""
    whole = hashlib.sha256()
    root = Path(folder(name))
    for path in sorted(path for path in root.rglob("*") if path.is_file()):
        whole.update(path.relative_to(root).as_posix().encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return whole.hexdigest()[:16]
