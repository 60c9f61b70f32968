"""One digest a project over its canonical export, to tell whether two instances would export the same."""

import hashlib

from sqlalchemy import select

from annotator.store import models
from annotator.store.database import Database

from .exporting import begin


def export_digests(db: Database) -> dict[str, str]:
    """Return the sha256 of each project's export by its slug, pages called not usable included."""
    with db.read() as session:
        slugs = list(session.scalars(select(models.Project.slug).order_by(models.Project.slug)))
    return {slug: _digest(db, slug) for slug in slugs}


def _digest(db: Database, slug: str) -> str:
    found = hashlib.sha256()
    for chunk in begin(db, slug, unusable=True).chunks():
        found.update(chunk)
    return found.hexdigest()
