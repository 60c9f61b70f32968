"""Statistics of a project: what queries count is what its records say."""

import orjson
import pytest

from annotator.core.errors import Refused
from annotator.core.statistics import of_records
from annotator.store.database import Database
from annotator.workflow import exporting, projects, statistics
from annotator.workflow.exporting import Choice
from tests.fixtures.bridge import labelling, record
from tests.fixtures.desk import Desk
from tests.fixtures.disagreement import ana, ben, page


def counted(desk: Desk, role: str | None = None, patience: float | None = None) -> statistics.Statistics:
    """The statistics of the project."""
    return statistics.of_project(desk.db, projects.named(desk.db, "news").id, role, patience)


@pytest.fixture
def desk(newsroom: Database) -> Desk:
    """Two people's labels on three pages, and gold on one of them."""
    made = Desk(newsroom)
    report = made.records(
        record(ana(), ben(), labelling("gold", role="gold"), site="x.example", language="en"),
        page(1, ana(), ben(), language="sr-Latn"),
        page(2, ana()),
    )
    assert not report.refused
    return made


def test_queries_count_what_the_records_of_all_annotators_say(desk: Desk) -> None:
    export = exporting.begin(desk.db, "news", choice=Choice(drafts=True))
    records = [orjson.loads(line) for line in b"".join(export.chunks()).splitlines()]
    for one in records:
        one["labellings"] = [each for each in one["labellings"] if each["role"] == "annotator"]
    expected, found = of_records((one, "train") for one in records).to_json(), counted(desk, "annotator").to_json()
    assert found.pop("of") == "annotator"
    # A blank line within a run counts in queries; what came with a page and nothing names is no matter for them.
    for one in (expected, found):
        one.pop("labels"), one.pop("kinds"), one.pop("names")
    assert found == expected


def test_gold_is_counted_where_there_is_some_and_annotators_on_request(desk: Desk) -> None:
    assert (counted(desk).role, counted(desk).roles) == ("gold", ["gold", "annotator"])
    assert counted(desk).tally.answered["lines"] == 1
    assert counted(desk, "annotator").tally.answered["lines"] == 5
    with pytest.raises(Refused, match="'machine' is none of"):
        counted(desk, "machine")


def test_without_patience_types_of_quotes_wait_and_are_there_the_next_time(desk: Desk) -> None:
    assert counted(desk, "annotator", patience=-1).left > 0
    whole = counted(desk, "annotator")
    assert (whole.left, whole.tally.quote_types.total()) == (0, whole.tally.source_kinds.total())
    assert counted(desk, "annotator", patience=-1).left == 0


def test_an_empty_project_has_nothing_to_count(newsroom: Database) -> None:
    found = counted(Desk(newsroom))
    assert (found.tally.pages, found.roles, found.tally.to_json()["labels"]) == (0, [], {})
