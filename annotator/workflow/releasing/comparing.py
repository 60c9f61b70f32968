"""What differs between two releases of a project: pages, labels by layer, and how far people agreed then and now."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import orjson

from annotator.core.labels import LAYERS, Json

from . import reading

MARKS = ("by", "at", "origin", "source")
ALPHA = {"lines": "alpha", "quotes": "detection_f1", "stance_quote": "alpha_ordinal", "stance_page": "alpha_ordinal"}
"""The figure that stands for each part of agreement."""


@dataclass(slots=True)
class Change:
    """How many labels of a layer came, went, and say something else, and on how many pages."""

    pages: int = 0
    added: int = 0
    removed: int = 0
    changed: int = 0


@dataclass(slots=True)
class Difference:
    """What one release has and another hasn't, by the pages' ids with their names.

    `renamed` tells that one has people's names and the other their codes, which is no change of any label.
    """

    added: list[tuple[str, str]] = field(default_factory=list)
    removed: list[tuple[str, str]] = field(default_factory=list)
    changed: list[tuple[str, str]] = field(default_factory=list)
    same: int = 0
    layers: dict[str, Change] = field(default_factory=lambda: {name: Change() for name in LAYERS})
    agreement: list[tuple[str, str, float | None, float | None]] = field(default_factory=list)
    renamed: bool = False

    def to_json(self) -> Json:
        """Return the difference for programs."""
        pages: Json = {
            name: [{"id": key, "name": page} for key, page in getattr(self, name)]
            for name in ("added", "removed", "changed")
        }
        layers = {
            name: {"pages": one.pages, "added": one.added, "removed": one.removed, "changed": one.changed}
            for name, one in self.layers.items()
        }
        figures = [{"pass": name, "part": part, "then": a, "now": b} for name, part, a, b in self.agreement]
        counted = {**pages, "same": self.same}
        return {"pages": counted, "labels": layers, "agreement": figures, "people_renamed": self.renamed}


def compare(old: Path, new: Path, people: Mapping[str, str]) -> Difference:
    """Return what changed from one release's folder to another's; pages are the same by their ids.

    `people` are the codes of people by name, which only count where one release has names and the other hasn't.
    """
    manifests = [reading.manifest_of(folder) for folder in (old, new)]
    found = Difference(renamed=manifests[0]["options"]["names"] != manifests[1]["options"]["names"])
    if not found.renamed:
        people = {}
    for before, after in _pairs(old, new):
        if before is None and after is not None:
            found.added.append(_named(after))
        elif after is None and before is not None:
            found.removed.append(_named(before))
        elif before is not None and after is not None:
            if _compare_page(found, before, after, people):
                found.changed.append(_named(after))
            else:
                found.same += 1
    found.agreement = list(_agreement(*manifests))
    return found


def _pairs(old: Path, new: Path) -> Iterator[tuple[Json | None, Json | None]]:
    """Yield the pages of both, side by side by their names, which never change and are unique in a project."""
    before, after = reading.records(old), reading.records(new)
    a, b = next(before, None), next(after, None)
    while a is not None or b is not None:
        if b is None or (a is not None and reading.name_of(a) < reading.name_of(b)):
            yield a, None
            a = next(before, None)
        elif a is None or reading.name_of(b) < reading.name_of(a):
            yield None, b
            b = next(after, None)
        else:
            yield a, b
            a, b = next(before, None), next(after, None)


def _named(value: Json) -> tuple[str, str]:
    return str(value["page"]["id"]), str(value["page"]["name"])


def _compare_page(found: Difference, before: Json, after: Json, people: Mapping[str, str]) -> bool:
    """Count what differs between two records of a page, and tell whether anything does."""
    differs = False
    for layer in LAYERS:
        old, new = (_labels(value, layer, people) for value in (before, after))
        if old == new:
            continue
        change, differs = found.layers[layer], True
        change.pages += 1
        change.added += len(new.keys() - old.keys())
        change.removed += len(old.keys() - new.keys())
        change.changed += sum(old[key] != new[key] for key in old.keys() & new.keys())
    about = [{key: one for key, one in value["page"].items() if key != "text"} for value in (before, after)]
    return differs or about[0] != about[1]


def _labels(value: Json, layer: str, people: Mapping[str, str]) -> dict[tuple[str, str], bytes]:
    """Return what the labellings of a record say in a layer: by whose, and by line or id, without who, when and how.

    With codes of people there are no reasons in their own words, since only one of the releases has those.
    """
    labels: dict[tuple[str, str], bytes] = {}
    twice: Counter[str] = Counter()
    for one in value["labellings"]:
        if one["layers"][layer]["status"] != "done":
            continue
        who = people.get(one["annotator"], one["annotator"])
        twice[who] += 1
        whose = f"{who} {twice[who]}"
        if layer == "page":
            labels[whose, ""] = orjson.dumps({**one["page"], "reason": None} if people else one["page"])
            continue
        for item in one[layer]:
            said = {key: _bare(given) for key, given in item.items() if key not in (*MARKS, "text")}
            labels[whose, str(item["n" if layer == "lines" else "id"])] = orjson.dumps(said)
    return labels


def _bare(given: object) -> object:
    """Return a list of spans without their texts, which a stand-off record lacks."""
    if isinstance(given, list) and given and isinstance(given[0], dict):
        return [[one["start"], one["end"]] for one in given]
    return given


def _agreement(old: Json, new: Json) -> Iterator[tuple[str, str, float | None, float | None]]:
    for name in sorted({*old["agreement"], *new["agreement"]}):
        sides = [about["agreement"].get(name, {}).get("figures", {}) for about in (old, new)]
        for part, figure in ALPHA.items():
            then, now = (one.get(part, {}).get(figure) for one in sides)
            if then is not None or now is not None:
                yield name, f"{part} {figure}".replace("_", " "), then, now
