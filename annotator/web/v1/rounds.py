"""The bodies and answers of the API about passes, batches and the queue, as pydantic models."""

from pydantic import Field

from .shapes import Given, Pass, Taken, Word


class PassTerms(Taken):
    """What may be asked of a pass; null leaves a value as it is, or as it is by default."""

    layers: list[Word] | None = None
    base: Word | None = Field(None, description="none, own:NAME or gold:NAME of an earlier pass")
    required: list[Word] | None = Field(None, description="some of contents, cue, source")
    people: int | None = Field(None, description="how many label each page; 0 is everybody")
    order: Word | None = Field(None, description="name, random or added")
    suggestions: bool | None = None
    guideline: Word | None = Field(None, description="a version of the guideline")
    holdback: int | None = Field(None, description="percent of agreed pages that are kept back for a look")


class NewPass(PassTerms):
    """A pass to make."""

    name: Word


class ChangedPass(PassTerms):
    """What is to change in a pass; an empty list of names means all members, or all curators."""

    name: Word | None = None
    open: bool | None = None
    label: list[Word] | None = Field(None, description="who may label")
    adjudicate: list[Word] | None = Field(None, description="who may adjudicate")


class Batch(Given):
    """Pages of a pass with their own number of people and takers."""

    name: str
    pages: int
    people: int | None
    open: bool
    practice: bool
    takers: list[str]


class Rights(Given):
    """Who may label and who may adjudicate; nobody named: all members, all curators."""

    label: list[str]
    adjudicate: list[str]


class PassShown(Pass):
    """A pass with all it asks for; `unmet` says in sentences what keeps its demand from being met."""

    required: list[str]
    people: int | None
    order: str
    suggestions: bool
    holdback: int
    begun: int
    rights: Rights
    batches: list[Batch]
    unmet: list[str]


class Choice(Taken):
    """Which pages are meant; a site or language "-" means pages that have none."""

    site: Word = ""
    language: Word = ""
    text: Word = Field("", description="a part of the name")
    quota: int | None = Field(None, description="so many per site and language")
    split: Word = Field("", description="train, validation, test or none")


class NewBatch(Taken):
    """A batch to make of pages that are in none yet."""

    name: Word
    people: int | None = Field(None, description="null takes the number of the pass, 0 is everybody")
    order: Word = "name"
    takers: list[Word] = Field(default=[])
    practice: bool = False
    pages: Choice = Field(default_factory=lambda: Choice.model_validate({}))


class BatchMade(Given):
    """How many pages the batch holds, and what its demand lacks."""

    pages: int
    unmet: list[str]


class Opening(Taken):
    """Whether the queue offers it."""

    open: bool


class Dealing(Taken):
    """Who gets which pages, and how many people each page gets."""

    people: list[Word]
    each: int = 1
    pages: Choice = Field(default_factory=lambda: Choice.model_validate({}))


class Dealt(Given):
    """How many pages each person got, and how many pages found fewer people than asked for."""

    people: dict[str, int]
    short: int


class Withdrawal(Taken):
    """Whose untouched pages are taken back."""

    person: Word


class Withdrawn(Given):
    """How many pages were taken back."""

    pages: int


class Claim(Taken):
    """Where to go on."""

    in_pass: Word | None = Field(None, alias="pass", description="a pass; else any that is open")
    after: int = Field(0, ge=0, le=2**31 - 1, description="the page one comes from")


class NextTask(Given):
    """A labelling of one's own and its page."""

    task_id: int | None
    page_id: int | None
