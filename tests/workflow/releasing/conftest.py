import pytest

from annotator.store.database import Database
from tests.fixtures.press import Press


@pytest.fixture
def press(newsroom: Database) -> Press:
    """The project `news` with Ana, Ben and Dora, and nothing imported yet."""
    return Press(newsroom)
