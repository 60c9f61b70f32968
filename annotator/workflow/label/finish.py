"""The finish check of one task: the rules of its project, and what still stands in the way."""

from sqlalchemy.orm import Session

from annotator.core.constraints import Rules
from annotator.core.errors import Refused
from annotator.core.findings import Findings
from annotator.core.labelling import Labelling
from annotator.core.validity import problems
from annotator.languages import language_of
from annotator.store import entities, projects
from annotator.store.tasks import Surroundings


def project_rules(session: Session, around: Surroundings) -> Rules:
    """Return what the labels of a task are held against."""
    targets = projects.targets(session, around.project_id, around.scheme)
    return Rules(around.scheme, entities.ids(session, around.project_id), targets)


def findings(labelling: Labelling, rules: Rules, language: str | None) -> Findings:
    """Return errors and warnings of a labelling; `language` is the page's."""
    return problems(labelling, rules, language=language_of(language, labelling.text.text))


def refuse_unfinished(labelling: Labelling, rules: Rules, language: str | None) -> None:
    """Refuse to finish while errors stand; the refusal lists them."""
    errors = findings(labelling, rules, language).errors
    if errors:
        count = "one thing is" if len(errors) == 1 else f"{len(errors)} things are"
        raise Refused("", f"{count} missing before this page is finished", [one.to_json() for one in errors])
