"""Projects: making one from a preset, who works on it, the closed list of stance targets."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from importlib.resources import files

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from annotator.core.errors import Refused
from annotator.core.presets import preset
from annotator.core.splits import Plan
from annotator.store import events, models, people, projects
from annotator.store.database import Database
from annotator.store.people import PersonRow
from annotator.store.projects import ProjectRow

from .clock import now

MAIN = "main"
"""The name of a new project's only pass."""
LONGEST_NAME = 100
LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
UNDECOMPOSED = str.maketrans({"đ": "dj", "ø": "o", "ł": "l", "ß": "ss", "æ": "ae", "ı": "i"})


def create(
    db: Database, name: str, preset_name: str = "full", languages: Iterable[str] = (), plan: Plan | None = None
) -> ProjectRow:
    """Make a project with one pass over all layers of its preset, and the guideline that the preset ships.

    `languages` are BCP 47 tags, `plan` divides its pages into splits from the first one on. Refuses a name that is
    taken, an unknown preset, a malformed tag.
    """
    scheme, tags = preset(preset_name), [checked_language(tag) for tag in dict.fromkeys(languages)]
    title = _checked_name(name)
    with db.write() as session:
        if projects.find(session, title):
            raise Refused(title, "is the name of another project")
        slug = _slug(title, projects.slugs(session))
        project = models.Project(slug=slug, name=title, scheme=scheme.stored(), languages=tags, created_at=now())
        project.split_plan = plan.to_json() if plan else None
        session.add(project)
        session.flush()
        guideline = shipped_guideline(preset_name)
        if guideline is not None:
            session.add(models.Guideline(project_id=project.id, version="1", text=guideline))
        version = "1" if guideline is not None else None
        session.add(models.Pass(project_id=project.id, name=MAIN, layers=list(scheme.layers), guideline=version))
        events.record(session, now(), "project.created", project=slug, preset=preset_name)
        if plan:
            events.record(session, now(), "split.set", project=slug, plan=plan.to_json(), kept=0)
    return named(db, slug)


def named(db: Database, key: str) -> ProjectRow:
    """Return the project with that slug or name; refuses one that isn't there with the ones that are."""
    with db.read() as session:
        return within(session, key)


def within(session: Session, key: str) -> ProjectRow:
    """Return the project with that slug or name, inside a transaction."""
    found = projects.find(session, key)
    if found is None:
        known = ", ".join(one.slug for one in projects.listing(session))
        raise Refused(key, f"is no project; there is {known}" if known else "is no project; there is none yet")
    return found


def set_member(db: Database, key: str, name: str, role: str | None, by: PersonRow | None = None) -> None:
    """Make somebody curator or annotator of a project; `role` None takes them out again."""
    if role is not None and role not in projects.ROLES:
        raise Refused(role, f"is no role; the roles are {', '.join(projects.ROLES)}")
    with db.write() as session:
        project = within(session, key)
        person = people.find(session, name)
        if person is None:
            raise Refused(name, "has no account; `user add` makes one")
        membership = session.get(models.Membership, (project.id, person.id))
        if role is None and membership:
            session.delete(membership)
        elif role is not None and membership:
            membership.role = role
        elif role is not None:
            session.add(models.Membership(project_id=project.id, person_id=person.id, role=role))
        actor = by.id if by else None
        events.record(session, now(), "member.set", actor, project=project.slug, person=name, role=role)


def set_targets(db: Database, key: str, entity_ids: Sequence[str]) -> None:
    """Replace the closed list of stance targets; refuses where targets are open, and ids the registry lacks."""
    with db.write() as session:
        project = within(session, key)
        if project.scheme.stances.targets != "closed" or not project.scheme.asks_for("stances"):
            raise Refused(project.slug, "has no closed list of targets")
        query = select(models.Entity.id).where(models.Entity.project_id == project.id)
        known = set(session.scalars(query))
        for entity in entity_ids:
            if entity not in known:
                raise Refused(entity, f"is no entity of the project {project.slug}")
        session.execute(delete(models.Target).where(models.Target.project_id == project.id))
        for position, entity in enumerate(dict.fromkeys(entity_ids)):
            session.add(models.Target(project_id=project.id, entity_id=entity, position=position, status="listed"))
        events.record(session, now(), "targets.set", project=project.slug, targets=list(entity_ids))


def shipped_guideline(preset_name: str) -> str | None:
    """Return the text of the guideline that was written for a preset, where there is one."""
    found = files("annotator").joinpath("sample", "guidelines", f"{preset_name}.md")
    return found.read_text(encoding="utf-8") if found.is_file() else None


def checked_language(tag: str) -> str:
    """Return a BCP 47 tag as it is; refuses what can't be one."""
    if not LANGUAGE.fullmatch(tag):
        raise Refused(tag, "is no language tag; they look like en, sr-Cyrl or ar")
    return tag


def _checked_name(name: str) -> str:
    title = " ".join(name.split())
    if not title or len(title) > LONGEST_NAME:
        raise Refused("project", f"its name should have 1 to {LONGEST_NAME} characters")
    if any(unicodedata.category(one) in ("Cc", "Cs") for one in title):
        raise Refused("project", "its name should hold no control characters")
    return title


def _slug(name: str, taken: set[str]) -> str:
    """Make a short address of the name, with a number where another project has it already."""
    plain = unicodedata.normalize("NFKD", name.casefold().translate(UNDECOMPOSED))
    words = re.findall(r"[a-z0-9]+", "".join(one for one in plain if not unicodedata.combining(one)))
    stem = "-".join(words)[:60].strip("-") or "project"
    numbered = (f"{stem}-{number}" for number in range(2, len(taken) + 3))
    return stem if stem not in taken else next(one for one in numbered if one not in taken)
