"""What waits for somebody in a project: a guideline they haven't been told of, places to look at again."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from . import guidelines, looks
from .looks import LookRow, NoteRow


@dataclass(frozen=True, slots=True)
class News:
    """What to tell; `version` is the guideline's where it is news, `count` what a badge says."""

    version: str | None
    change: str
    looks: list[LookRow]
    answered: list[NoteRow]

    @property
    def count(self) -> int:
        """The number of things that wait to be looked at."""
        return len(self.looks) + (self.version is not None)


def of(session: Session, project_id: int, person_id: int) -> News:
    """Return what a project has to tell somebody."""
    version = guidelines.current(session, project_id)
    requests = looks.open_looks(session, project_id, person_id)
    answered = looks.notes(session, project_id, answered=True, person_id=person_id)
    return _news(session, project_id, person_id, version, requests, answered)


def of_task(session: Session, project_id: int, person_id: int, task_id: int) -> News:
    """Return what there is to tell somebody about one labelling of theirs."""
    _, version = guidelines.of_task(session, task_id)
    requests = looks.open_looks(session, project_id, task_id=task_id)
    answered = looks.notes(session, project_id, answered=True, task_id=task_id)
    return _news(session, project_id, person_id, version, requests, answered)


def _news(
    session: Session,
    project_id: int,
    person_id: int,
    version: str | None,
    requests: list[LookRow],
    answered: list[NoteRow],
) -> News:
    new = version if guidelines.unseen(session, project_id, person_id, version) else None
    found = guidelines.find(session, project_id, new)
    return News(new, found.change if found else "", requests, answered)
