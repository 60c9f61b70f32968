"""Serves scripts and styles small: an entry module and all it imports as one file, without comments, zipped.

The sources stay as they are written, one module a file. They are joined once a process, when first asked for; with
`ANNOTATOR_PLAIN` in the environment they are served as they stand, for whoever looks for a fault.
"""

import gzip
import os
import posixpath
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

from flask import Flask, request, send_from_directory
from werkzeug.wrappers import Response

from .paths import folder

ENTRIES = ("js/app.js", "js/surface/view/screen.js", "js/surface/view/adjudicate.js")
"""Modules that a page asks for; what they import comes along in the same answer."""
TYPES = {".js": "text/javascript", ".css": "text/css"}
IMPORT = re.compile(r'^import \{([^}]*)\} from "([^"]+)";$', re.MULTILINE)
EXPORT = re.compile(r"^export ((?:async )?(?:function\*?|class|const)) ([\w$]+)", re.MULTILINE)


def install(app: Flask) -> None:
    """Serve `static` of the app small."""
    if not os.environ.get("ANNOTATOR_PLAIN"):
        app.view_functions["static"] = serve


def serve(filename: str) -> Response:
    """Answer with a file of `static`, made small and zipped where it is a script or a style."""
    path = Path(folder("static"), filename)
    if path.suffix not in TYPES or ".." in path.parts or not path.is_file():
        return send_from_directory(folder("static"), filename)
    zipped = bool(request.accept_encodings["gzip"])
    body = small(filename)
    answer = Response(body if zipped else gzip.decompress(body), content_type=f"{TYPES[path.suffix]}; charset=utf-8")
    answer.headers["Vary"] = "Accept-Encoding"
    if zipped:
        answer.headers["Content-Encoding"] = "gzip"
    return answer


@cache
def small(filename: str) -> bytes:
    """Return a script or style of `static` as it is sent, zipped."""
    path = Path(folder("static"), filename)
    source = bundle(filename) if filename in ENTRIES else path.read_text("utf-8")
    if not path.match("vendor/*"):  # those come minified, under a digest that is checked
        # Here, because its threads don't live on in a process that is forked from one that has loaded it.
        import minify  # noqa: PLC0415

        source = minify.string(TYPES[path.suffix].replace("text/javascript", "application/javascript"), source)
    return gzip.compress(source.encode(), 9, mtime=0)


def bundle(entry: str, read: Callable[[str], str] | None = None) -> str:
    """Return an ES module and everything it imports as one module.

    Each module becomes a function of its own that gives back what it exports, so that no two names meet. `read` gives
    the source of a path below `static`. Imports stand in one form, `import {a, b as c} from "./x.js";` at the start of
    a line, and what is exported is a function, a class or a constant; a circle of imports is a ValueError.
    """
    read = read or (lambda name: Path(folder("static"), name).read_text("utf-8"))
    names: dict[str, str] = {}
    parts: list[str] = []

    def add(name: str, above: tuple[str, ...]) -> str:
        if name in above:
            raise ValueError(f"modules import each other: {' -> '.join((*above, name))}")
        if name not in names:
            source = read(name)
            needed = {
                where: add(posixpath.normpath(posixpath.join(posixpath.dirname(name), where)), (*above, name))
                for _, where in IMPORT.findall(source)
            }
            names[name] = f"$m{len(names)}"
            parts.append(_wrapped(source, names[name], needed))
        return names[name]

    whole = add(entry, ())
    exported = ", ".join(name for _, name in EXPORT.findall(read(entry)))
    return "".join(parts) + (f"export const {{{exported}}} = {whole};\n" if exported else "")


def _wrapped(source: str, name: str, needed: dict[str, str]) -> str:
    """Return a module as a constant that holds its exports."""
    exported = ", ".join(found for _, found in EXPORT.findall(source))
    body = IMPORT.sub(lambda match: f"const {{{match[1].replace(' as ', ': ')}}} = {needed[match[2]]};", source)
    body = EXPORT.sub(r"\1 \2", body)
    return f"const {name} = (() => {{\n{body}\nreturn {{{exported}}};\n}})();\n"
