"""All tables, so that one import makes the whole schema known."""

from .base import Base
from .pages import Page, PageEntity, PageSource, PageText, Place
from .people import Event, Person, Session, Setting, SignInLink
from .projects import Entity, Guideline, Membership, Pass, Project, Target
from .tasks import LineRun, Note, Op, Quote, Stance, Task, TaskLayer

__all__ = [
    "Base",
    "Entity",
    "Event",
    "Guideline",
    "LineRun",
    "Membership",
    "Note",
    "Op",
    "Page",
    "PageEntity",
    "PageSource",
    "PageText",
    "Pass",
    "Person",
    "Place",
    "Project",
    "Quote",
    "Session",
    "Setting",
    "SignInLink",
    "Stance",
    "Target",
    "Task",
    "TaskLayer",
]
