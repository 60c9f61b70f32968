"""All tables, so that one import makes the whole schema known."""

from .base import Base
from .pages import Page, PageBand, PageEntity, PageNodes, PageSketch, PageSource, PageText, Place
from .people import ApiToken, Event, Failure, Identity, Invitation, Person, Session, Setting, SignInLink
from .projects import (
    Batch,
    BatchPage,
    Entity,
    Guideline,
    GuidelineSeen,
    Membership,
    Merge,
    Pass,
    PassRight,
    Project,
    Target,
)
from .releases import Job, Release, ReleasePage
from .review import Answer, Decision, Look, PairCount, PairSum
from .tasks import LineRun, Note, Op, Quote, Stance, Task, TaskLayer

__all__ = [
    "Answer",
    "ApiToken",
    "Base",
    "Batch",
    "BatchPage",
    "Decision",
    "Entity",
    "Event",
    "Failure",
    "Guideline",
    "GuidelineSeen",
    "Identity",
    "Invitation",
    "Job",
    "LineRun",
    "Look",
    "Membership",
    "Merge",
    "Note",
    "Op",
    "Page",
    "PageBand",
    "PageEntity",
    "PageNodes",
    "PageSketch",
    "PageSource",
    "PageText",
    "PairCount",
    "PairSum",
    "Pass",
    "PassRight",
    "Person",
    "Place",
    "Project",
    "Quote",
    "Release",
    "ReleasePage",
    "Session",
    "Setting",
    "SignInLink",
    "Stance",
    "Target",
    "Task",
    "TaskLayer",
]
