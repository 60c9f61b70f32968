"""The audit trail: one line for everything people did to the instance beside labelling."""

from typing import Any

from sqlalchemy.orm import Session

from . import models


def record(session: Session, at: str, action: str, person_id: int | None = None, **detail: Any) -> None:
    """Append a line; `person_id` is None for who runs the command line."""
    session.add(models.Event(at=at, person_id=person_id, action=action, detail=detail))
