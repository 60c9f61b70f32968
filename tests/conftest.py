"""Gives every test the shared fixtures, and marks tests by what they ask for."""

import pytest
from hypothesis import settings

# How busy the machine is says nothing about a property.
settings.register_profile("house", deadline=None)
settings.load_profile("house")

# What others import comes first: a module is rewritten for its assertions only when it is loaded here.
pytest_plugins = [
    "tests.fixtures.browser",
    "tests.fixtures.databases",
    "tests.fixtures.migrated",
    "tests.fixtures.cast",
    "tests.fixtures.dataset",
    "tests.fixtures.instances",
    "tests.fixtures.provider",
    "tests.fixtures.serving",
]

MARK_OF_FIXTURE = {"browser": "browser", "postgres_url": "postgres", "migrated_postgres_url": "postgres"}


# First, because deselecting by mark happens in the same hook.
@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark a test by the fixtures it asks for, so that nobody has to remember to."""
    for item in items:
        for fixture in getattr(item, "fixturenames", ()):
            if fixture in MARK_OF_FIXTURE:
                item.add_marker(MARK_OF_FIXTURE[fixture])
