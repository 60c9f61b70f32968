"""Scripts and styles reach the browser as one small file an entry, and say the same as their sources."""

import gzip
from pathlib import Path

import pytest

from annotator.web import assets
from annotator.web.paths import folder
from tests.fixtures.cast import Web

STATIC = Path(folder("static"))
MODULES = sorted(path.relative_to(STATIC).as_posix() for path in STATIC.rglob("js/**/*.js"))
SHEETS = sorted(path.relative_to(STATIC).as_posix() for path in STATIC.rglob("css/*.css"))
ON_THE_WIRE = 88_600
"""Bytes of all scripts and styles of the label screen, zipped, htmx included; the goal is 45,000."""


def bundled(sources: dict[str, str], entry: str) -> str:
    return assets.bundle(entry, sources.__getitem__)


def test_a_module_comes_after_what_it_imports_and_only_once() -> None:
    whole = bundled(
        {
            "a.js": 'import { b } from "./in/b.js";\nimport { c as d } from "./c.js";\nexport const a = b + d;\n',
            "in/b.js": 'import { c } from "../c.js";\nexport const b = c;\n',
            "c.js": "export const c = 1;\n",
        },
        "a.js",
    )
    assert whole.index("const c = 1") < whole.index("const b = c") < whole.index("const a = b + d")
    assert whole.count("const c = 1") == 1
    assert "const { c: d } = $m0;" in whole
    assert whole.endswith("export const {a} = $m2;\n")


def test_two_modules_that_import_each_other_are_refused_by_name() -> None:
    sources = {"a.js": 'import { b } from "./b.js";\n', "b.js": 'import { a } from "./a.js";\n'}
    with pytest.raises(ValueError, match=r"a\.js -> b\.js -> a\.js"):
        bundled(sources, "a.js")


@pytest.mark.parametrize("name", MODULES)
def test_a_module_imports_and_exports_in_the_forms_that_can_be_joined(name: str) -> None:
    source = (STATIC / name).read_text("utf-8")
    rest = assets.EXPORT.sub("", assets.IMPORT.sub("", source))
    assert not [line for line in rest.splitlines() if line.startswith(("import ", "export "))]


@pytest.mark.parametrize("name", [*MODULES, *SHEETS])
def test_a_file_is_sent_smaller_than_it_is_written(name: str) -> None:
    assert 0 < len(gzip.decompress(assets.small(name))) < len((STATIC / name).read_bytes()) or name in assets.ENTRIES


def test_who_does_not_read_gzip_gets_the_same_bytes_unzipped(web: Web) -> None:
    client = web.app.test_client()
    address = f"{web.app.static_url_path}/css/text.css"
    zipped = client.get(address, headers={"Accept-Encoding": "gzip"})
    plain = client.get(address, headers={"Accept-Encoding": "identity"})
    assert zipped.headers["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in plain.headers
    assert gzip.decompress(zipped.data) == plain.data
    assert zipped.headers["Vary"] == plain.headers["Vary"] == "Accept-Encoding"
    assert "immutable" in zipped.headers["Cache-Control"]


@pytest.mark.parametrize("name", ["nothing.js", "../pyproject.toml", "css/../../pyproject.toml", "js"])
def test_what_is_no_static_file_is_not_found(web: Web, name: str) -> None:
    assert web.app.test_client().get(f"{web.app.static_url_path}/{name}").status_code == 404


def test_scripts_and_styles_of_the_label_screen_stay_within_their_bytes() -> None:
    entries = ["js/app.js", "js/surface/view/screen.js"]
    assert set(entries) < set(assets.ENTRIES)
    sheets = [f"css/{name}.css" for name in ("tokens", "base", "ui", "text", "label", "panels")]
    assert set(sheets) < set(SHEETS)
    files = [*entries, *sheets, "vendor/htmx.min.js"]
    assert sum(len(assets.small(name)) for name in files) <= ON_THE_WIRE
