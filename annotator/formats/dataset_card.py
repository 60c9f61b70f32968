"""The card of a dataset on Hugging Face: YAML that tells `datasets` what lies where, and a page for people."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from annotator.core.counted import counted
from annotator.core.labels import Json

from .base import About, Answer
from .shapes import Names, Shape
from .tables import SPLITS

SIZES = ((10**3, "n<1K"), (10**4, "1K<n<10K"), (10**5, "10K<n<100K"), (10**6, "100K<n<1M"), (10**7, "1M<n<10M"))
WORDS = {
    "lines": "a row per page: parallel lists of its lines; `score` is false for lines that nobody should be held to",
    "quotes": "a row per page with its quotes, offsets into `text`; pages without a quote are there with an empty list",
    "attribution": "a row per quote with the lines around it; spans are relative to `context`",
    "stance": "a row per stance: the text, who holds it, toward what; evidence is relative to `text`",
    "pages": "a row per page with everything that is known of it, nested as in the canonical record",
    "annotators": "a row per page and labelling, for soft labels; a layer that its annotator didn't finish is null",
}


@dataclass(slots=True)
class Card:
    """What is told of a dataset, counted while it is written."""

    about: About
    shapes: Mapping[str, Json]
    rows: Counter[tuple[str, str]] = field(default_factory=Counter)
    pages: int = 0
    languages: Counter[str] = field(default_factory=Counter)
    rights: Counter[str] = field(default_factory=Counter)

    def count(self, answer: Answer, rows: Mapping[str, int]) -> None:
        """Count a page and its rows by config."""
        self.count_page(answer.page.language, answer.page.rights)
        self.rows.update({(config, answer.split): count for config, count in rows.items()})

    def count_page(self, language: str | None, rights: str | None) -> None:
        """Count a page by what is known of it."""
        self.pages += 1
        self.languages[(language or "").split("-")[0].lower()] += 1
        self.rights[rights or "unknown"] += 1

    def text(self, ending: str) -> str:
        """Return the card; the files of each table end in `ending`."""
        return "\n".join(["---", *_yaml(self._head(ending)), "---", "", *self._body()]) + "\n"

    @property
    def _present(self) -> dict[str, list[str]]:
        found = {config: [split for split in SPLITS if self.rows[config, split]] for config in self.shapes}
        return {config: splits for config, splits in found.items() if splits}

    def _head(self, ending: str) -> Json:
        """Return what `datasets` reads; without sizes of splits, by which it refuses a release that lost a page."""
        languages = sorted(set(self.languages) - {"", "und"})
        return {
            **({"language": languages} if languages else {}),
            "license": "unknown" if "unknown" in self.rights or not self.rights else "other",
            "pretty_name": self.about.project,
            "size_categories": [next((name for most, name in SIZES if self.pages < most), "10M<n<100M")],
            "configs": [
                {
                    "config_name": config,
                    "data_files": [{"split": split, "path": f"{config}/{split}-*{ending}"} for split in splits],
                }
                for config, splits in self._present.items()
            ],
            "dataset_info": [
                {
                    "config_name": config,
                    "features": [{"name": key, **_feature(one)} for key, one in self.shapes[config].items()],
                }
                for config in self._present
            ],
        }

    def _body(self) -> Iterator[str]:
        yield f"# {self.about.project}"
        yield ""
        yield (
            f"Web pages as raw text with labels by people, made under the scheme `{self.about.scheme.full_name}`. "
            "Offsets are code points and half-open: in Python, `text[start:end]` is the span."
        )
        yield ""
        yield f"| config | {' | '.join(SPLITS)} | what a row is |"
        yield f"|---|{'---|' * len(SPLITS)}---|"
        for config in self._present:
            counts = " | ".join(str(self.rows[config, split]) for split in SPLITS)
            yield f"| `{config}` | {counts} | {WORDS[config]} |"
        yield ""
        yield "A page is in `lines`, `quotes`, `attribution` or `stance` where one labelling answers for that layer."
        yield ""
        yield "## Rights"
        yield ""
        yield from (f"* {name}: {counted(count, 'page')}" for name, count in sorted(self.rights.items()))


def _feature(shape: Shape) -> Json:
    """Return a shape as the YAML of a card has features."""
    if isinstance(shape, Names):
        return {"dtype": {"class_label": {"names": {str(n): name for n, name in enumerate(shape.names)}}}}
    if isinstance(shape, list):
        inner = _feature(shape[0])
        return {"list": inner if "list" in inner else next(iter(inner.values()))}
    if isinstance(shape, dict):
        return {"struct": [{"name": key, **_feature(one)} for key, one in shape.items()]}
    return {"dtype": shape}


def _yaml(value: Any, indent: str = "") -> Iterator[str]:
    """Yield the lines of a block of YAML; every text is a JSON string, which YAML reads the same."""
    pairs = value.items() if isinstance(value, dict) else ((None, one) for one in value)
    for key, one in pairs:
        lead = f"{indent}-" if key is None else f"{indent}{_scalar(key)}:"
        if not isinstance(one, dict | list) or not one:
            yield f"{lead} {json.dumps(one, ensure_ascii=False)}"
        elif key is None:
            first, *rest = _yaml(one, f"{indent}  ")
            yield f"{lead} {first.lstrip()}"
            yield from rest
        else:
            yield lead
            yield from _yaml(one, f"{indent}  ")


def _scalar(key: str) -> str:
    return key if key.replace("_", "").isalpha() else json.dumps(key, ensure_ascii=False)
