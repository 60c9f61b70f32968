"""A project that is divided by site."""

import pytest

from annotator.core.splits import Plan
from annotator.store.database import Database
from annotator.workflow import splitting
from tests.fixtures.desk import Desk


@pytest.fixture
def desk(newsroom: Database) -> Desk:
    """The project `news`, divided by site before anything is imported."""
    splitting.set_plan(newsroom, "news", Plan())
    return Desk(newsroom)
