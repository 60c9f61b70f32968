"""Deciding: one gesture becomes a row that is never changed, and operations on gold, in one transaction."""

from collections.abc import Callable
from dataclasses import replace

from sqlalchemy.orm import Session

from annotator.core.adjudication import (
    UNDONE,
    WHOLE,
    Decided,
    Place,
    choose,
    holding,
    new_ids,
    open_places,
    settle,
    settle_body,
)
from annotator.core.adjudication import decide as deciding
from annotator.core.adjudication.stances import gold_quote
from annotator.core.errors import Refused
from annotator.core.labels import Json, Mark
from annotator.core.operations import ImportLabelling, SetStatus
from annotator.core.validity import missing
from annotator.languages import language_of
from annotator.store import decisions, events, models, oplog
from annotator.store.database import Database
from annotator.store.people import PersonRow
from annotator.workflow.clock import now
from annotator.workflow.label.resolving import named_today

from .case import Case, Changed, Where, find, load, refuse_too_few
from .kept import Ids, shelf
from .sent import Sent
from .writing import Gold


def decide(db: Database, where: Ids, person: PersonRow, sent: Sent) -> None:
    """Decide about a place. A repeat under the same id changes nothing.

    Raises Missing, Refused, and Changed where the place isn't what the person saw.
    """

    def work(gesture: Gesture) -> None:
        place = gesture.case.place(sent.layer, sent.place)
        _refuse_changed(place, sent)
        gesture.decide(place, sent)

    _made(db, where, person, sent, work)


def undo(db: Database, where: Ids, person: PersonRow, sent: Sent) -> None:
    """Take the person's last decision on the page back; raises Missing, and Refused where there is none."""
    _made(db, where, person, sent, lambda gesture: gesture.undo(sent))


def accept(db: Database, where: Ids, person: PersonRow, sent: Sent) -> None:
    """Accept what all labellings of the page say; raises Missing, and Refused while they differ somewhere."""
    _made(db, where, person, sent, lambda gesture: gesture.accept(sent))


def _made(db: Database, where: Ids, person: PersonRow, sent: Sent, work: Callable[["Gesture"], None]) -> None:
    """Let a gesture that isn't known yet do its work in one transaction; what was worked out is kept for the next."""
    cases = shelf(db)
    with db.write() as session:
        gesture = Gesture(session, where, person, cases.take(where), enough=True)
        if not gesture.known(sent):
            work(gesture)
        case = gesture.case.stamped(session)
    cases.put(where, case)


def accept_unseen(session: Session, where: Where, person: PersonRow, sent: Sent) -> None:
    """Accept a page as `accept` does, inside a transaction of the caller's."""
    Gesture(session, (where.project.id, where.page.id, where.in_pass.id), person, enough=True).accept(sent)


class Gesture:
    """One gesture on its way into decisions and gold; with `enough` only where enough people have labelled the page."""

    def __init__(
        self, session: Session, where: Ids, person: PersonRow, kept: Case | None = None, *, enough: bool = False
    ) -> None:
        self.session, self.person, self.at = session, person, now()
        self.where = find(session, *where)
        self.gold = Gold(session, self.where, person, self.at)
        # Read behind the lock on gold, so that two curators come one after the other.
        self.case = load(session, self.where, kept)
        if enough:
            refuse_too_few(self.case)
        self.gold.labelling = self.case.gold
        self.was_done = self.gold.labelling.status == "done"

    def known(self, sent: Sent) -> bool:
        """Tell whether this gesture is in the table already; refuses another one under its id."""
        rows = [one for made in self.case.decided.values() for one in made if one.value.get("id") == sent.id]
        if any(one.value.get("sent") != sent.digest for one in rows):
            raise Refused("decision", "another one was saved under the same id")
        return bool(rows)

    def decide(self, place: Place, sent: Sent) -> None:
        """Decide about one place and close the gesture; refuses a choice that can't be."""
        project, case = self.where.project, self.case
        items, whose = choose(place, sent.choice, sent.own, case.said[place.layer], case.text, project.scheme)
        self.gold.take_layers()
        # What needs no decision comes first: a stance may stand on a quote on which all agree.
        self._settle()
        if place.layer == "stances" and items:
            self._refuse_without_quote(place)
        self.say(place, items, whose, sent)
        if self.case.settled:
            self._settle_after(place)
        self._finish((place.start, place.end) if place.end else (None, None))

    def say(self, place: Place, items: list[Json], whose: list[str], sent: Sent) -> int:
        """Let gold say `items` at a place, and write the decision down; returns its key."""
        self.gold.next_step()
        mark = Mark("", None, "accepted", ", ".join(whose)) if whose else Mark("", None, "hand", None)
        for op in deciding(place, items, self.gold.labelling, mark, self._quotes()):
            self.gold.apply(op)
        value: Json = {"items": items, "whose": whose}
        if place.layer == "quotes":
            frame = {*place.frame, *(tuple(span) for item in items for span in item["contents"])}
            value |= {"frame": sorted([list(one) for one in frame]), "ids": new_ids(place, items)}
        if place.layer == "stances":
            value |= {"about": place.about}
        made = self._add(place.layer, place.key, sent, sent.choice, value, dict(place.seen))
        self.case.take(place, made)
        return made.id

    def undo(self, sent: Sent) -> None:
        """Take the person's last decision back; refuses where there is none, or somebody has decided there since."""
        made = [(layer, one) for layer, rows in self.case.decided.items() for one in holding(rows)]
        own = [(layer, one) for layer, one in made if one.by == self.person.name]
        if not own:
            raise Refused("undo", "there is no decision of yours on this page to take back")
        layer, last = max(own, key=lambda pair: pair[1].id)
        later = next((one for at, one in made if at == layer and one.id > last.id and meet(layer, one, last)), None)
        if later:
            raise Refused("undo", f"{later.by} has decided about the same place since")
        self.take_back(layer, last, sent)
        self._finish((None, None))

    def take_back(self, layer: str, made: Decided, sent: Sent) -> None:
        """Give gold back what it said before a decision, and write that down as one."""
        self.gold.next_step()
        self.gold.undoes = made.value.get("step")
        stored = oplog.inverses(self.session, self.gold.task.id, self.gold.undoes) if self.gold.undoes else []
        for op in [op for op in reversed(stored) if not isinstance(op, ImportLabelling | SetStatus)]:
            self.gold.apply(named_today(self.session, self.where.project.id, op), stored)
        self._note(layer, self._add(layer, made.place, sent, UNDONE, {"undoes": made.id}, {}))
        self.case.forget()

    def close(self) -> None:
        """Write what was said, without settling anything beside it; a layer that was done may lack something now."""
        own = {name for name, layer in self.gold.labelling.layers.items() if layer.pass_name == self.where.in_pass.name}
        if len(self.case.tasks) >= decisions.needed(self.where.in_pass):
            self.gold.set_done({name: done for name, done in self._done_layers().items() if name in own})
        self.gold.write()
        self._ask_to_look((None, None))

    def accept(self, sent: Sent) -> None:
        """Accept the page; refuses while its labellings differ somewhere."""
        still = [one for found in self.case.places().values() for one in open_places(found)]
        if still:
            many = "one place is" if len(still) == 1 else f"{len(still)} places are"
            raise Refused(f"page {self.where.page.name}", f"{many} still to be decided")
        self.gold.take_layers()
        for layer in self.where.layers:
            self._note(layer, self._add(layer, WHOLE, sent, "agreed", {}, {}))
        self._finish((None, None))

    def _add(self, layer: str, place: str, sent: Sent, choice: str, value: Json, seen: dict[str, str]) -> Decided:
        key = {"page_id": self.where.page.id, "pass_id": self.where.in_pass.id, "layer": layer}
        value = {**value, "id": sent.id, "sent": sent.digest, "step": self.gold.step}
        row = Decided(0, place, choice, value, seen, sent.reason, self.person.name, self.at)
        return replace(row, id=decisions.add(self.session, key, row))

    def _note(self, layer: str, made: Decided) -> None:
        self.case.decided.setdefault(layer, []).append(made)

    def _finish(self, span: tuple[int | None, int | None]) -> None:
        """Let gold say what needed no decision, set what is done, write, and tell whose work stood on it."""
        self._settle()
        done = self._done_layers()
        self.gold.set_done(done)
        self.gold.write()
        if self.gold.labelling.status == "done" and not self.was_done:
            about = {"project": self.where.project.slug, "page": self.where.page.name}
            events.record(
                self.session, self.at, "page.adjudicated", self.person.id, **about, in_pass=self.where.in_pass.name
            )
        self._ask_to_look(span)

    def _settle(self) -> None:
        """Let gold say what needs no decision: all of it, or what waited for a quote that was just decided."""
        self.gold.next_step()
        case, gold = self.case, self.gold.labelling
        if not case.settled:
            made = len(self.gold.rows)
            for op in settle(case.places(), gold, self.gold.settled(case.decided)):
                self.gold.apply(op)
            if len(self.gold.rows) > made:
                case.forget()
            case.settled = True
        self.gold.next_step()

    def _settle_after(self, place: Place) -> None:
        """Let gold say what hung on a place that was decided just now, where all else is settled."""
        self.gold.next_step()
        found = self.case.places()
        if place.layer == "quotes":
            hung = [one for one in found.get("stances", ()) if one.about["quote"] == place.key]
            for op in settle({"stances": hung}, self.gold.labelling, {}, found["quotes"]):
                self.gold.apply(op)
        elif place.layer == "lines":
            for op in settle_body(found["lines"], self.gold.labelling):
                self.gold.apply(op)
        self.gold.next_step()

    def _done_layers(self) -> dict[str, bool]:
        places, gold = self.case.places(), self.gold.labelling
        language = language_of(self.where.page.language, gold.text.text)
        return {
            layer: gold.page.usable is False
            or (not open_places(places[layer]) and not missing(gold, self.gold.rules, {layer}, language))
            for layer in self.where.layers
        }

    def _ask_to_look(self, span: tuple[int | None, int | None]) -> None:
        if not self.gold.changed:
            return
        in_pass = self.where.in_pass.name
        touched = decisions.based_on(self.session, self.where.page.id, self.where.project.id, in_pass)
        asked = decisions.open_looks(self.session, [task.id for task in touched])
        layers = " and ".join(sorted(self.gold.changed))
        for task in touched:
            if (task.id, *span) not in asked:
                reason = f"The gold {layers} of the pass {in_pass}, on which this labelling stands, changed."
                about = {"start": span[0], "end": span[1], "reason": reason}
                self.session.add(models.Look(task_id=task.id, by=self.person.name, at=self.at, **about))

    def _quotes(self) -> dict[str, Place]:
        return {one.key: one for one in self.case.places().get("quotes", ())}

    def _refuse_without_quote(self, place: Place) -> None:
        about = place.about
        if about["level"] == "quote" and gold_quote(about["quote"], self.gold.labelling, self._quotes()) is None:
            raise Refused("stance", "its quote is to be decided first")


def _refuse_changed(place: Place, sent: Sent) -> None:
    before = place.decision.id if place.decision else None
    if dict(place.seen) != sent.seen or before != sent.after:
        raise Changed("Somebody has changed this place since it was shown; look again.")


def meet(layer: str, one: Decided, other: Decided) -> bool:
    """Tell whether two decisions of a layer are about the same place."""
    if layer != "lines":
        return one.place == other.place
    (first, last), (since, to) = ([int(n) for n in each.place.split("-")] for each in (one, other))
    return first <= to and since <= last
