"""Label Studio: a JSON array of tasks, each with the annotations of several people and the predictions of machines.

What its JSON-MIN says flat, an annotation a row, is put into the shape of a task first. Of several annotations of one
person the later counts: Label Studio keeps them side by side and exports all. Drafts are not submitted and left out.
Format: https://labelstud.io/guide/task_format, https://labelstud.io/guide/export
"""

from collections.abc import Iterator
from dataclasses import dataclass

from annotator.core.counted import counted
from annotator.core.errors import Refused
from annotator.core.labels import Json
from annotator.core.reading import Fields
from annotator.core.records import Record
from annotator.formats.base import Told

from .base import Paper, Tool, file_stem, objects, paper, word
from .json_min import is_flat, task_of
from .places import LABELS, Places, about_others, text_field
from .regions import take

PREDICTIONS = "predictions"
LISTS = ("annotations", "completions")
"""How the annotations of people are called, today and before version 1.0."""
TIMES = ("updated_at", "created_at", "completed_at")


@dataclass(slots=True)
class Annotation:
    """What one person, or a machine, made of a task."""

    value: Json
    annotator: str
    role: str
    results: list[Json]

    @property
    def at(self) -> str:
        """When it was made, as far as it says so."""
        return next((str(self.value[name]) for name in TIMES if self.value.get(name)), "")


def _recognises(value: Json) -> bool:
    lists = any(isinstance(value.get(name), list) for name in (*LISTS, PREDICTIONS))
    return (isinstance(value.get("data"), dict) and lists) or is_flat(value)


def record_of(value: Json, name: str, told: Told) -> Record:
    """Read one task, or one row of JSON-MIN."""
    task = task_of(value) if is_flat(value) else value
    data = Fields(task, "task").value.get("data")
    if not isinstance(data, dict):
        raise Refused("task", "lacks its 'data'")
    number = value.get("id")
    called = word(data, "name") or (f"{file_stem(name)}/{number}" if isinstance(number, int) else name)
    try:
        found = [*_made(task, data, "annotator", LISTS), *_made(task, data, "machine", (PREDICTIONS,))]
        marked = [result for one in found for result in one.results if result.get("type") in LABELS]
        field = text_field(data, marked, told)
    except Refused as refused:
        raise refused.within(f"page {called}") from None
    page = paper({"text": data[field]}, called, told, {key: one for key, one in data.items() if key != field})
    page.notices += _left(task, page.text.text)
    others = about_others(data, field, marked)
    if others:
        which = ", ".join(sorted(others))
        page.notices.append(f"labels of {which} are about another text than {field!r} and were left out")
    _take(page, list(_counted(page, found)), others)
    return page.record()


def _take(page: Paper, made: list[Annotation], others: set[str]) -> None:
    """Take what was made of a task; what our export says of empty layers it says of the only annotation there is."""
    places = Places(page.text.text)
    people = [one for one in made if one.role == "annotator"]
    for one in made:
        results = [result for result in one.results if (word(result, "to_name") or "") not in others]
        try:
            marks = take(page, results, places)
        except Refused as refused:
            raise refused.within(f"page {page.name}, annotation of {one.annotator}") from None
        page.take(marks, one.annotator, one.role, one.at or None, page.empty if people == [one] else ())


def _made(task: Json, data: Json, role: str, names: tuple[str, ...]) -> Iterator[Annotation]:
    """Yield the annotations of a task, or its predictions; some exports name these by their numbers alone."""
    beside = word(data, "annotator") if role == "annotator" else None
    for name in names:
        given = task.get(name)
        told = [one for one in given if not isinstance(one, int)] if isinstance(given, list) else given
        for one in objects({name: told}, name, "task"):
            yield Annotation(one, _annotator(one, role) or beside or "label-studio", role, _results(one))


def _results(one: Json) -> list[Json]:
    results = objects(one, "result", "annotation")
    for number, result in enumerate(results):
        if result.get("type") != "relation":
            Fields(result.get("value"), f"region {result.get('id', f'r{number}')}, value")
    return results


def _annotator(one: Json, role: str) -> str | None:
    """Return who made it: a name or address where the export has one, else the number of the account."""
    if role == "machine":
        return word(one, "model_version")
    who = one.get("completed_by")
    if isinstance(who, dict):
        return word(who, "email") or word(who, "username") or (f"user {who['id']}" if "id" in who else None)
    return f"user {who}" if isinstance(who, int) else word(one, "completed_by")


def _counted(page: Paper, found: list[Annotation]) -> Iterator[Annotation]:
    """Yield what counts: of what one made more than once the latest, nothing that was skipped."""
    last: dict[tuple[str, str], Annotation] = {}
    for one in found:
        key = (one.role, one.annotator)
        if one.value.get("was_cancelled") or one.value.get("skipped"):
            page.notices.append(f"{one.annotator} skipped the task, which is no labelling")
        elif key not in last:
            last[key] = one
        else:
            earlier, last[key] = sorted((last[key], one), key=lambda each: each.at)
            which = " ".join(str(said) for said in (earlier.value.get("id"), earlier.at and f"of {earlier.at}") if said)
            page.notices.append(
                f"{one.annotator} annotated it more than once; {which or 'the earlier one'} was left out"
            )
    yield from last.values()


def _left(task: Json, text: str) -> Iterator[str]:
    """Yield what of a task was left out, apart from annotations."""
    drafts = task.get("drafts")
    if isinstance(drafts, list) and drafts:
        yield f"{counted(len(drafts), 'draft was', 'drafts were')} not submitted and left out"
    for name in (*LISTS, PREDICTIONS):
        given = task.get(name)
        numbers = [one for one in given if isinstance(one, int)] if isinstance(given, list) else []
        if numbers:
            yield f"{len(numbers)} {name if len(numbers) > 1 else name[:-1]} named by number alone and left out"
    if text.lstrip().startswith("<") and "</" in text:
        yield "its text is HTML, which came in as it is written"


LABEL_STUDIO = Tool("label-studio", _recognises, record_of)
