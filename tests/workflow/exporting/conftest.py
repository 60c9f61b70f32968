"""A project to export from, filled by importing."""

import pytest

from annotator.store.database import Database
from annotator.workflow import projects
from tests.fixtures.desk import Desk


@pytest.fixture
def desk(database: Database) -> Desk:
    """An empty project `news` with the preset full."""
    projects.create(database, "News")
    return Desk(database)
