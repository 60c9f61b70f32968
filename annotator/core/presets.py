"""The presets a project starts from, and the standard line kinds with their keys and definitions."""

from dataclasses import replace

from .errors import Refused
from .scheme import Kind, QuoteRules, Scheme, StanceRules


def _kind(name: str, parent: str, key: str, definition: str) -> Kind:
    return Kind(name, parent, key, name.capitalize(), definition, name)


KINDS = (
    _kind("headline", "body", "h", "The headline of this story; that of another story is related."),
    _kind("standfirst", "body", "s", "The summary sentence between headline and text."),
    _kind("paragraph", "body", "p", "A paragraph of the story's own text."),
    _kind("list", "body", "l", "An item of a list that belongs to the text."),
    _kind("note", "body", "e", "An editor's note or a correction."),
    _kind("crosshead", "body", "c", "A heading inside the text."),
    _kind("byline", "boilerplate", "y", "Author, agency, date, reading time of this story."),
    _kind("caption", "boilerplate", "i", "Caption, alternative text or credit of a picture of this story."),
    _kind("nav", "boilerplate", "n", "Menus, section names, breadcrumbs."),
    _kind("ticker", "boilerplate", "k", "Breaking lines of other stories."),
    _kind("related", "boilerplate", "r", "Teasers of other stories, their captions and dates, 'Read more' lines."),
    _kind("tags", "boilerplate", "t", "Topic words attached to the story."),
    _kind("promo", "boilerplate", "m", "Newsletter, app, subscription or community invitations."),
    _kind("comment", "boilerplate", "z", "Readers' comments and the lines around them."),
    _kind("footer", "boilerplate", "f", "Copyright, trademarks, privacy, site name at the end."),
    _kind("meta", "boilerplate", "x", "Machine fields and hidden repeats."),
    _kind("ui", "boilerplate", "u", "Skip links, share buttons, 'Top'."),
)

FULL = Scheme(
    name="news",
    version="1",
    preset="full",
    kinds=KINDS,
    quotes=QuoteRules(via=True, addressee=True, ticker="required"),
    stances=StanceRules(explicit=True),
)
_LOOSE = QuoteRules(cue="optional", source="optional")

PRESETS = {
    "body": replace(
        FULL, name="body", preset="body", layers=("page", "lines"), labels=("body", "boilerplate"), kinds=()
    ),
    "body-kinds": replace(FULL, name="body-kinds", preset="body-kinds", layers=("page", "lines")),
    "quotes": replace(FULL, name="quotes", preset="quotes", layers=("page", "quotes"), quotes=_LOOSE),
    "attribution": replace(
        FULL, name="attribution", preset="attribution", layers=("page", "quotes"), quotes=QuoteRules()
    ),
    "stance": replace(
        FULL,
        name="stance",
        preset="stance",
        layers=("page", "quotes", "stances"),
        quotes=_LOOSE,
        stances=StanceRules(targets="closed"),
    ),
    "full": FULL,
}
"""In the order in which the screens offer them; `full` is the command line's default."""


def preset(name: str) -> Scheme:
    """Return the scheme of a preset; an unknown name is refused with the names there are."""
    if name not in PRESETS:
        raise Refused("", f"there is no preset {name!r}; the presets are {', '.join(PRESETS)}")
    return PRESETS[name]
