"""Where templates and static files lie: inside the installed package, or beside it in a checkout."""

import hashlib
from functools import cache
from pathlib import Path

PACKAGE = Path(__file__).parents[1]


def folder(name: str) -> str:
    """Return the path of `templates` or `static`."""
    inside = PACKAGE / name
    return str(inside if inside.is_dir() else PACKAGE.parent / name)


@cache
def modules(below: str) -> tuple[str, ...]:
    """Return the ES modules in a folder of `static`, so that a page can ask for all of them at once."""
    root = Path(folder("static"))
    return tuple(path.relative_to(root).as_posix() for path in sorted(root.joinpath(below).rglob("*.js")))


def digest(name: str) -> str:
    """Return a digest of everything in a folder; addresses that carry it may be cached for ever."""
    whole = hashlib.sha256()
    root = Path(folder(name))
    for path in sorted(path for path in root.rglob("*") if path.is_file()):
        whole.update(path.relative_to(root).as_posix().encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return whole.hexdigest()[:16]
