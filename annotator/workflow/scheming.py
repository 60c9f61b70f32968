"""Changing a project's scheme: what a change would do to the labels there are, and doing it.

No change drops a label: a kind in use is merged or hidden, a part in use can't be switched off. Labels that follow
their kind or polarity are rewritten through the log with who, when and how kept.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from sqlalchemy.orm import Session

from annotator.core import scheme_changes as changes
from annotator.core.counted import counted
from annotator.core.errors import Refused
from annotator.core.labels import LineLabel, Mark
from annotator.core.operations import PutItem, Revise, Run
from annotator.core.scheme import Kind, Question, Scheme
from annotator.store import events, in_use, models, projects
from annotator.store.database import Database
from annotator.store.people import PersonRow

from .clock import now
from .revising import new_step, revise
from .targets import closing, listed, opening, reorder

KEPT = Mark("", None)
Form = Mapping[str, str]


@dataclass(slots=True)
class Plan:
    """The scheme after a change, what it means for labels in sentences, and how they are rewritten."""

    scheme: Scheme
    says: list[str] = field(default_factory=list)
    rewrites: dict[int, Revise] = field(default_factory=dict)
    finally_: Callable[[Session], None] | None = None


@dataclass(frozen=True, slots=True)
class _Asked:
    """A change that is asked for, and where."""

    session: Session
    project: projects.ProjectRow
    form: Form

    def word(self, name: str) -> str:
        return self.form.get(name, "").strip()

    def ticked(self, name: str) -> bool:
        return bool(self.form.get(name))


def plan(session: Session, project: projects.ProjectRow, form: Form) -> Plan:
    """Return what a change would do; `form` names it under `change` and holds its values.

    Refuses a change that isn't one, and one that existing labels forbid, saying how many.
    """
    maker = PLANS.get(form.get("change", ""))
    if maker is None:
        raise Refused("change", f"should be one of {', '.join(PLANS)}")
    made = maker(_Asked(session, project, form))
    if made.scheme == project.scheme and not made.finally_:
        raise Refused("scheme", "is like this already")
    if not made.says:
        made.says.append("No label that exists is touched.")
    return made


def change(db: Database, project_id: int, form: Form, version: str, by: PersonRow) -> Plan:
    """Change the scheme as planned; refuses if it is no longer the version that the plan was shown for."""
    with db.write() as session:
        row = session.get(models.Project, project_id, with_for_update=True)
        project = projects.by_id(session, project_id)
        if row is None or project is None:
            raise Refused("project", "is not there any more")
        if project.scheme.version != version:
            raise Refused("scheme", f"was changed to version {project.scheme.version} meanwhile; look at it first")
        made = plan(session, project, form)
        made.scheme = replace(made.scheme, version=changes.next_version(project.scheme))
        row.scheme = made.scheme.stored()
        session.flush()
        revise(session, made.rewrites, new_step(), by)
        if made.finally_:
            made.finally_(session)
        told = {name: value for name, value in form.items() if name not in ("csrf_token", "sure", "version")}
        detail = {"project_id": project_id, "version": made.scheme.version, "rewritten": len(made.rewrites)}
        events.record(session, now(), "scheme.changed", by.id, **detail, asked=told)
    return made


def _kind(asked: _Asked) -> Plan:
    which, parent, key, name = (asked.word(one) for one in ("which", "parent", "key", "name"))
    kind = Kind(which, parent, key, name, asked.word("definition"), asked.word("standard"))
    made = Plan(changes.with_kind(asked.project.scheme, kind))
    old = asked.project.scheme.kind(kind.id)
    runs, tasks = in_use.kinds(asked.session, asked.project.id).get(kind.id, (0, 0))
    if old and runs:
        made.says.append(f"{_lines(runs, tasks)} of this kind keep their label as it is.")
        if old.parent != kind.parent and not asked.project.scheme.override:
            raise Refused(kind.id, f"is on {_lines(runs, tasks)} as {old.parent}, and this project allows no other")
    return made


def _rename(asked: _Asked) -> Plan:
    return _follow(asked, asked.word("which"), asked.word("new"), changes.renamed_kind)


def _merge(asked: _Asked) -> Plan:
    return _follow(asked, asked.word("which"), asked.word("into"), changes.merged_kind)


def _follow(asked: _Asked, old: str, new: str, how: Callable[[Scheme, str, str], Scheme]) -> Plan:
    made = Plan(how(asked.project.scheme, old, new))
    kind = made.scheme.kind(new)
    ranges: defaultdict[int, list[Run]] = defaultdict(list)
    under_other = 0
    for task_id, run in in_use.runs_of_kind(asked.session, asked.project.id, old):
        first, last, label, _, flags, *mark = run
        under_other += bool(kind and label not in (kind.parent, "optional"))
        ranges[task_id].append(Run(first, last, LineLabel(label, new, tuple(flags), Mark(*mark))))
    if under_other and not made.scheme.override:
        raise Refused(old, f"{under_other} runs of it have another label than {new} allows in this project")
    made.rewrites = {task: Revise(tuple(runs)) for task, runs in ranges.items()}
    count = sum(map(len, ranges.values()))
    if count:
        made.says.append(f"{_lines(count, len(ranges))} are {new} instead of {old}, by whom and when they were made.")
    if under_other:
        made.says.append(f"{_runs(under_other)} of them keep a label other than the default of {new}.")
    return made


def _hide(asked: _Asked) -> Plan:
    hidden = asked.word("change") == "kind.hide"
    made = Plan(changes.hidden_kind(asked.project.scheme, asked.word("which"), hidden=hidden))
    runs, tasks = in_use.kinds(asked.session, asked.project.id).get(asked.word("which"), (0, 0))
    if runs:
        made.says.append(
            f"{_lines(runs, tasks)} keep the kind; it is {'offered no more' if hidden else 'offered again'}."
        )
    return made


def _split(asked: _Asked) -> Plan:
    """Add a kind beside one, and ask whoever used that one to look which of them fits now."""
    old = asked.project.scheme.kind(asked.word("which"))
    if old is None:
        raise Refused("kind", "is none of the scheme")
    new = replace(old, id=asked.word("new"), name=asked.word("name"), key=asked.word("key"), hidden=False)
    if asked.project.scheme.kind(new.id):
        raise Refused(new.id, "is a kind of the scheme already")
    made = Plan(changes.with_kind(asked.project.scheme, replace(new, definition=asked.word("definition"))))
    places = [(task, run[0], run[1]) for task, run in in_use.runs_of_kind(asked.session, asked.project.id, old.id)]
    if places:
        tasks = len({one[0] for one in places})
        asks = counted(tasks, "labelling is", "labellings are")
        made.says.append(f"{_lines(len(places), tasks)} stay {old.id}; {asks} asked to look again.")
        reason = f"“{old.name}” was split: see whether “{new.name}” fits some of its lines"
        made.finally_ = lambda session: session.add_all(
            models.Look(task_id=task, reason=reason, by="scheme", at=now())
            for task in sorted({one[0] for one in places})
        )
    return made


def _zones(asked: _Asked) -> Plan:
    zones = [name.removeprefix("zone.") for name in asked.form if name.startswith("zone.")]
    made = Plan(changes.with_zones(asked.project.scheme, zones, asked.word("ticker")))
    left = set(asked.project.scheme.quotes.allowed_zones) - set(made.scheme.quotes.allowed_zones)
    if left:
        made.says.append(
            f"Quotes that start on a line of the kind {', '.join(sorted(left))} stay; "
            "who finishes such a page again is told to take them away."
        )
    return made


def _polarities(asked: _Asked) -> Plan:
    made = Plan(changes.with_polarities(asked.project.scheme, asked.word("steps")))
    if asked.word("steps") == "5":
        return made
    items: defaultdict[int, list[PutItem]] = defaultdict(list)
    for strong, plain in (("2", 1), ("-2", -1)):
        found = in_use.stances_with(asked.session, asked.project.id, strong)
        for task_id, stance in found:
            items[task_id].append(PutItem("stance", stance, {"polarity": plain}, KEPT))
        if found:
            becoming = counted(len(found), f"stance of {strong} becomes", f"stances of {strong} become")
            made.says.append(f"{becoming} {plain}, by whom and when they were made.")
    made.rewrites = {task: Revise(items=tuple(puts)) for task, puts in items.items()}
    return made


def _targets(asked: _Asked) -> Plan:
    made = Plan(changes.with_targets(asked.project.scheme, asked.word("targets")))
    counts = in_use.targets(asked.session, asked.project.id)
    if made.scheme.stances.targets == "open":
        opening(in_use.polarities(asked.session, asked.project.id)["none"])
        return made
    new = sorted(set(counts) - set(listed(asked.session, asked.project.id)))
    if new:
        joining = counted(len(new), "target in use joins", "targets in use join")
        made.says.append(f"{joining} the list as proposed, so that their stances stay.")
    made.finally_ = lambda session: closing(session, asked.project.id, new)
    return made


def _order(asked: _Asked) -> Plan:
    made = Plan(asked.project.scheme)
    wanted = asked.word("list").replace("\r", "").split("\n")
    order = reorder(asked.session, asked.project, wanted, in_use.targets(asked.session, asked.project.id))
    made.says.append(
        f"The list has {counted(len(order.ids), 'target')}, {order.new} of them new, {order.gone} taken off unused."
    )
    made.finally_ = order.write
    return made


def _question(asked: _Asked) -> Plan:
    options = tuple(one.strip() for one in asked.word("options").replace("\r", "").split("\n") if one.strip())
    question = Question(asked.word("which"), asked.word("name"), options, asked.ticked("required"))
    made = Plan(changes.with_question(asked.project.scheme, question))
    given = in_use.answers(asked.session, asked.project.id)
    lost = sorted(value for name, value in given if name == question.id and value not in options)
    if lost:
        count = sum(given[question.id, value] for value in lost)
        raise Refused(
            question.id,
            f"{counted(count, 'labelling answers', 'labellings answer')} {', '.join(lost)}; such an answer has to stay",
        )
    return made


def _no_question(asked: _Asked) -> Plan:
    made = Plan(changes.without_question(asked.project.scheme, asked.word("which")))
    given = in_use.answers(asked.session, asked.project.id)
    count = sum(number for (name, _), number in given.items() if name == asked.word("which"))
    if count:
        raise Refused(
            asked.word("which"), f"{counted(count, 'labelling has', 'labellings have')} answered it; it has to stay"
        )
    return made


def _parts(asked: _Asked) -> Plan:
    old = asked.project.scheme
    flags = {name: asked.ticked(name) for name in ("via", "addressee", "explicit", "override")}
    made = Plan(changes.with_parts(old, cue=asked.word("cue"), source=asked.word("source"), **flags))
    was, new = old.quotes, made.scheme.quotes
    switched = {"via": was.via and not new.via, "addressee": was.addressee and not new.addressee}
    switched |= {"cues": new.cue == "off" != was.cue, "sources": new.source == "off" != was.source}
    for part, off in switched.items():
        if off and (count := in_use.quotes_with(asked.session, asked.project.id, part)):
            raise Refused(
                part, f"{counted(count, 'quote has', 'quotes have')} some marked; a part in use can't be switched off"
            )
    if old.stances.explicit and not flags["explicit"]:
        count = in_use.explicit_stances(asked.session, asked.project.id)
        if count:
            raise Refused("explicit", f"is said of {counted(count, 'stance')}; a part in use can't be switched off")
    for part, before, after in (("cue", was.cue, new.cue), ("source", was.source, new.source)):
        if after == "required" != before:
            made.says.append(f"Finished pages stay finished where a quote lacks its {part}; a reopened one needs it.")
    return made


def _lines(runs: int, tasks: int) -> str:
    return f"{_runs(runs)} of lines in {counted(tasks, 'labelling')}"


def _runs(count: int) -> str:
    return counted(count, "run")


PLANS: dict[str, Callable[[_Asked], Plan]] = {
    "kind": _kind,
    "kind.rename": _rename,
    "kind.merge": _merge,
    "kind.split": _split,
    "kind.hide": _hide,
    "kind.show": _hide,
    "zones": _zones,
    "polarities": _polarities,
    "targets": _targets,
    "targets.list": _order,
    "question": _question,
    "question.remove": _no_question,
    "parts": _parts,
}
"""What can be changed, and how it is planned."""
