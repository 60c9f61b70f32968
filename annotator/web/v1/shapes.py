"""The bodies that the API takes and the answers that it gives, as pydantic models."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, RootModel

from annotator.workflow.progress import Dashboard

Key = Annotated[int, Field(le=2**31 - 1)]
"""A database key; none is greater."""
Word = Annotated[str, Field(pattern=r"^[^\x00]*$")]
"""A text that a database can be asked about."""


class Taken(BaseModel):
    """What a script sends: fields that nobody knows are refused, and a number is not a text."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Asked(BaseModel):
    """What stands behind the question mark of an address; everything there is text at first."""

    model_config = ConfigDict(extra="forbid")


class Given(BaseModel):
    """What the API answers, taken from rows of the store."""

    model_config = ConfigDict(from_attributes=True)


class NewProject(Taken):
    """A project to make."""

    name: Word = Field(description="1 to 100 characters")
    preset: str = Field("full", description="body, body-kinds, quotes, attribution, stance or full")
    languages: list[str] = Field(default=[], description="BCP 47 tags of its pages")


class NewMember(Taken):
    """Somebody with an account, and the role to give them; null takes them out of the project."""

    name: Word
    role: Literal["annotator", "curator"] | None


class ProjectListed(Given):
    """A project with the caller's role in it and how many of its pages the caller finished."""

    slug: str
    name: str
    preset: str
    pages: int
    done: int
    role: str


class Projects(Given):
    """The projects that the caller may see, by name."""

    projects: list[ProjectListed]


class Pass(Given):
    """A round of labelling: its layers, whether the queue offers it, under which guideline, on which base."""

    name: str
    layers: list[str]
    open: bool
    guideline: str | None
    base: str | None


class Project(Given):
    """A project with its scheme and passes."""

    slug: str
    name: str
    languages: list[str]
    role: str = Field(description="the caller's: admin, curator or annotator")
    scheme: dict[str, Any]
    passes: list[Pass]


class Passes(Given):
    """The passes of a project, in their order."""

    passes: list[Pass]


class Member(Given):
    """Somebody with a role in the project."""

    name: str
    role: str


class Members(Given):
    """The members of a project, by name."""

    members: list[Member]


class Entity(Given):
    """An entry of the project's registry; aliases are objects with name and language."""

    id: str
    name: str
    kind: str
    aliases: list[dict[str, Any]]
    wikidata: str | None
    status: str


class Entities(Given):
    """Entities of a project."""

    entities: list[Entity]


class EntitiesTaken(Given):
    """What a table of entities changed; `refused` has one sentence a row."""

    added: int
    changed: int
    unchanged: int
    refused: list[str]


class TableQuery(Asked):
    """How to take a table in."""

    update: bool = Field(default=False, description="change name and kind of known ids")


class Guideline(Given):
    """The guideline as it is read now; both null where there is none."""

    version: str | None
    text: str | None


class NewGuideline(Taken):
    """A new version of the guideline."""

    text: Word = Field(description="Markdown")
    change: Word = Field(description="what is new, in a sentence")
    passes: list[Word] = Field(default=[], description="names of the passes that go on under it")


class AgreementQuery(Asked):
    """Whose agreement to give."""

    in_pass: Word | None = Field(None, alias="pass", description="a pass; else the first with something to compare")
    base: Word | None = Field(None, description="gold:NAME or own:NAME, where a pass was made on several bases")
    gold: bool = Field(default=False, description="take the gold as one more annotator")


class EntityQuery(Asked):
    """Which entities to give."""

    q: Word = Field("", description="part of a name or alias; case, marks and script are folded; empty gives all")


class PageQuery(Asked):
    """Which pages to give, and how many at once."""

    after: Key = Field(0, ge=0, description="`next` of the answer before")
    limit: int = Field(100, ge=1, le=1000)
    name: Word | None = Field(None, description="only the page of this name")
    site: Word | None = Field(None, description="only pages of this site")
    language: Word | None = Field(None, description="only pages of this language")


class PageListed(Given):
    """What is known about a page; `length` counts code points."""

    id: int
    uid: str
    name: str
    url: str | None
    site: str | None
    language: str | None
    title: str | None
    published: str | None
    story: str | None
    rights: str | None
    sha256: str
    length: int
    line_count: int


class Pages(Given):
    """Pages in the order in which they came; `next` is null at the end."""

    pages: list[PageListed]
    next: int | None


class Page(PageListed):
    """A page with its text."""

    text: str


class Pushing(Asked):
    """How to take pages in."""

    update: bool = Field(default=False, description="change metadata that is there")
    replace: bool = Field(default=False, description="put labellings in the place of others; the log keeps those")
    name: Word | None = Field(None, description="the name of a page that is sent as text/plain")


class Predicting(Asked):
    """How to take predictions in."""

    replace: bool = Field(
        default=False, description="put predictions in the place of earlier ones; the log keeps those"
    )


class Pushed(Given):
    """What became of what was sent; `refused` and `notices` are sentences that name the place."""

    message: str
    counts: dict[str, int]
    refused: list[str]
    notices: list[str]


class LabellingQuery(Asked):
    """Which labellings to give, and how many at once."""

    after: Key = Field(0, ge=0, description="`next` of the answer before")
    limit: int = Field(100, ge=1, le=1000)
    page: Key | None = Field(None, description="only those of this page")
    person: Word | None = Field(None, description="only this person's")
    in_pass: Word | None = Field(None, alias="pass", description="only those of this pass")
    role: Literal["annotator", "gold", "machine"] | None = None
    status: Literal["todo", "in_progress", "done", "skipped"] | None = None


class LabellingListed(Given):
    """Somebody's labelling of a page in a pass, and how far it is."""

    id: int
    page_id: int
    page: str
    person: str
    in_pass: str = Field(serialization_alias="pass")
    role: str
    status: str
    rev: int
    finished: str | None


class Labellings(Given):
    """Labellings in the order in which they were begun; annotators get their own alone. `next` is null at the end."""

    labellings: list[LabellingListed]
    next: int | None


class Failed(Given):
    """Why a request was not answered, in one sentence."""

    message: str


class Document(RootModel[dict[str, Any]]):
    """An object whose fields are not spelled out here."""


class Record(Document):
    """A canonical record, `annotator.page/1`."""


class Progress(RootModel[Dashboard]):
    """All that a project's dashboard shows."""


class Agreement(Document):
    """Annotators, pooled figures, and those of each page, at full precision; null is undefined."""
