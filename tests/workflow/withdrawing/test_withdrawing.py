"""Pages that were withdrawn: out of queue, exports and figures, and back again where somebody says so."""

import pytest

from annotator.core.errors import Refused
from annotator.store import agreement, pages, progress, tasks
from annotator.workflow import people, projects, queue, withdrawing
from tests.fixtures.disagreement import ana, ben
from tests.fixtures.press import Press, gold, page


def person(press: Press, name: str) -> int:
    return next(one.id for one in people.everybody(press.db) if one.name == name)


def offered(press: Press, name: str = "Ana") -> str | None:
    """The page that the queue gives."""
    project = projects.named(press.db, "news").id
    task = queue.next_task(press.db, project, person(press, name))
    with press.db.read() as session:
        around = tasks.surroundings(session, task) if task else None
        return around.page_name if around else None


def test_the_queue_does_not_offer_it_and_what_was_begun_does_not_come_back(press: Press) -> None:
    press.records(page(1), page(2))
    assert offered(press) == "1.txt"
    withdrawing.withdraw(press.db, "news", "1.txt", "asked for")
    assert offered(press) == "2.txt"
    withdrawing.restore(press.db, "news", "1.txt")
    assert offered(press, "Ben") == "1.txt"


def test_exports_leave_it_out_and_say_so(press: Press) -> None:
    press.records(page(1, gold()), page(2, gold()))
    withdrawing.withdraw(press.db, "news", "1.txt", "asked for")
    assert press.export().count(b"\n") == 1
    withdrawing.restore(press.db, "news", "1.txt")
    assert press.export().count(b"\n") == 2


def test_agreement_progress_and_lists_do_not_count_it(press: Press) -> None:
    press.records(page(1, ana(), ben()), page(2))
    project = projects.named(press.db, "news").id
    with press.db.read() as session:
        assert agreement.met(session, project, "main")
    withdrawing.withdraw(press.db, "news", "1.txt", "asked for")
    with press.db.read() as session:
        assert not agreement.met(session, project, "main")
        [main] = progress.passes(session, project)
        assert (main.pages, main.todo, main.done) == (1, 1, 0)
        assert [one.name for one in pages.listing(session, project, None).pages] == ["2.txt"]
        [out] = pages.listing(session, project, None, state=pages.WITHDRAWN).pages
        assert (out.name, out.withdrawn, out.erased) == ("1.txt", True, False)
        assert pages.states(session, project, None)["todo"] == 1


def test_who_did_it_and_why_is_in_the_audit_trail(press: Press) -> None:
    press.records(page(1))
    dora = next(one for one in people.everybody(press.db) if one.name == "Dora")
    withdrawing.withdraw(press.db, "news", "1.txt", "  asked\n for ", dora)
    withdrawing.restore(press.db, "news", "1.txt", dora)
    assert press.events("page.withdrawn") == [{"project": "news", "page": "1.txt", "reason": "asked for"}]
    assert press.events("page.restored") == [{"project": "news", "page": "1.txt"}]


def test_what_makes_no_sense_is_refused_by_name(press: Press) -> None:
    press.records(page(1))
    with pytest.raises(Refused, match=r"page 9.txt: is no page of news"):
        withdrawing.withdraw(press.db, "news", "9.txt", "asked for")
    with pytest.raises(Refused, match="reason: should have 1 to"):
        withdrawing.withdraw(press.db, "news", "1.txt", " ")
    with pytest.raises(Refused, match="is not withdrawn"):
        withdrawing.restore(press.db, "news", "1.txt")
    withdrawing.withdraw(press.db, "news", "1.txt", "asked for")
    with pytest.raises(Refused, match="was withdrawn already: asked for"):
        withdrawing.withdraw(press.db, "news", "1.txt", "again")
