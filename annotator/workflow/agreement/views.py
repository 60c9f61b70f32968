"""Labellings as agreement sees them: loaded with the base they stand on, under what the project asks for."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from annotator.core.agreement.view import View, view
from annotator.core.labelling import Labelling
from annotator.core.scheme import Scheme
from annotator.languages import language_of
from annotator.store import models
from annotator.store.agreement import Finished, PageAbout
from annotator.store.state import OF_TASK, TaskState
from annotator.store.texts import page_text


def optional_kinds(scheme: Scheme) -> tuple[str, ...]:
    """Return the kinds of lines whose quotes are counted apart: tickers, unless the project requires them."""
    if scheme.quotes.ticker == "required":
        return ()
    return ("ticker", *(kind.id for kind in scheme.kinds if kind.standard == "ticker" and kind.id != "ticker"))


def views(
    session: Session, scheme: Scheme, page: PageAbout, layers: Iterable[Finished], bases: Mapping[int, Sequence[int]]
) -> dict[int, View]:
    """Return what the labellings of a page say in the finished `layers`, by task; `bases` names the tasks below."""
    done: dict[int, list[Finished]] = {}
    for one in layers:
        done.setdefault(one.task_id, []).append(one)
    found = {}
    labellings = _labellings(session, {one for task in done for one in (task, *bases.get(task, ()))})
    for task_id, own in done.items():
        labelling = _standing_on(labellings, task_id, bases.get(task_id, ()))
        language = language_of(page.language, labelling.text.text)
        found[task_id] = view(own[0].person, labelling, language, {one.layer for one in own}, optional_kinds(scheme))
    return found


def _standing_on(labellings: Mapping[int, Labelling], task_id: int, bases: Sequence[int]) -> Labelling:
    """Return the labels of a task, with those of its bases, the nearest first, in the layers that are off in itself."""
    labelling = labellings[task_id]
    missing = _off(labelling)
    for base in bases:
        below = labellings[base]
        for layer in missing - _off(below):
            setattr(labelling, layer, getattr(below, layer))
        missing &= _off(below)
    return labelling


def _off(labelling: Labelling) -> set[str]:
    """Return which of the layers that others stand on a labelling lacks."""
    layers = labelling.layers
    return {name for name in ("lines", "quotes") if name not in layers or layers[name].status == "off"}


def _labellings(session: Session, task_ids: Collection[int]) -> dict[int, Labelling]:
    """Return the labels of some tasks, read together."""
    rows = session.execute(select(*OF_TASK, models.Task.text_sha256).where(models.Task.id.in_(task_ids))).all()
    texts = [(one, page_text(session, one.page_id, one.text_sha256)) for one in rows]
    return {state.task.id: state.labelling for state in TaskState.many(session, texts)}
