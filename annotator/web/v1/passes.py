"""Passes by API: what each asks for, its batches, dealing pages to people, and the next page of the queue."""

from annotator.store import tasks
from annotator.web.permissions import project, scene
from annotator.web.sessions import database
from annotator.workflow import assigning, batches, demand, queue
from annotator.workflow import passes as workflow

from . import rounds as shapes
from .described import Operation, route

BELOW = "/projects/<slug>/passes/<name>"


@route("POST", "/projects/<slug>/passes", Operation(shapes.PassShown, takes=shapes.NewPass, status=201))
def new_pass(slug: str, body: shapes.NewPass) -> object:
    """Make a pass, closed until it is opened."""
    workflow.create(database(), slug, _terms(body), scene().person)
    return _shown(slug, " ".join(body.name.split()))


@route("GET", BELOW, Operation(shapes.PassShown))
def pass_shown(slug: str, name: str) -> object:
    """Give a pass with its batches, its rights, and what keeps its demand from being met."""
    return _shown(slug, name)


@route("PATCH", BELOW, Operation(shapes.PassShown, takes=shapes.ChangedPass))
def change_pass(slug: str, name: str, body: shapes.ChangedPass) -> object:
    """Change what a pass asks for or who may take it, or open or close it; what is left out stays."""
    me = scene().person
    workflow.change(database(), slug, name, _terms(body), me)
    called = " ".join((body.name or name).split())
    if body.label is not None or body.adjudicate is not None:
        rights = workflow.shown(database(), slug, called).rights
        label = rights.label if body.label is None else body.label
        adjudicate = rights.adjudicate if body.adjudicate is None else body.adjudicate
        workflow.set_rights(database(), slug, called, label=label, adjudicate=adjudicate, by=me)
    if body.open is not None:
        workflow.set_open(database(), slug, called, open_=body.open, by=me)
    return _shown(slug, called)


@route("POST", f"{BELOW}/batches", Operation(shapes.BatchMade, takes=shapes.NewBatch, status=201))
def new_batch(slug: str, name: str, body: shapes.NewBatch) -> object:
    """Put pages that are in no batch of the pass yet into a new one."""
    terms = batches.BatchTerms(body.name, body.people, body.order, body.takers, body.practice)
    return batches.create(database(), slug, name, terms, _choice(body.pages), scene().person)


@route("PATCH", f"{BELOW}/batches/<batch>", Operation(shapes.PassShown, takes=shapes.Opening))
def open_batch(slug: str, name: str, batch: str, body: shapes.Opening) -> object:
    """Open a batch to the queue or close it."""
    batches.set_open(database(), slug, name, batch, open_=body.open, by=scene().person)
    return _shown(slug, name)


@route("POST", f"{BELOW}/assignments", Operation(shapes.Dealt, takes=shapes.Dealing))
def assign(slug: str, name: str, body: shapes.Dealing) -> object:
    """Deal pages to people, round and round; gives how many each got, and how many pages found too few."""
    plan = assigning.Plan(body.people, body.each, _choice(body.pages))
    return assigning.assign(database(), slug, name, plan, scene().person)


@route("POST", f"{BELOW}/withdrawals", Operation(shapes.Withdrawn, takes=shapes.Withdrawal))
def withdraw(slug: str, name: str, body: shapes.Withdrawal) -> object:
    """Take back what was assigned to somebody and never touched."""
    return {"pages": assigning.withdraw(database(), slug, name, body.person, scene().person)}


@route("POST", "/projects/<slug>/next", Operation(shapes.NextTask, takes=shapes.Claim))
def next_task(slug: str, body: shapes.Claim) -> object:
    """Claim the labelling to go on with, under a lease; both are null where nothing is left."""
    me = scene().person
    found = queue.next_task(database(), project().id, me.id, after=body.after, pass_name=body.in_pass)
    if found is None:
        return {"task_id": None, "page_id": None}
    with database().read() as session:
        return {"task_id": found, "page_id": tasks.of_id(session, found).page_id}


def _shown(slug: str, name: str) -> object:
    found = workflow.shown(database(), slug, name)
    about = {key: getattr(found, key) for key in shapes.PassShown.model_fields if key != "unmet"}
    return {**about, "unmet": demand.check(database(), project().id, name)}


def _terms(body: shapes.NewPass | shapes.ChangedPass) -> workflow.Terms:
    return workflow.Terms(**body.model_dump(include=set(workflow.Terms.__slots__)))


def _choice(pages: shapes.Choice) -> batches.Choice:
    return batches.Choice(pages.site, pages.language, pages.text, pages.quota, pages.split)
