"""The columns of the training tables: which configs a scheme gives, and what each column holds."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

from annotator.core.errors import Refused
from annotator.core.labels import LAYERS, SOURCE_KINDS, Json
from annotator.core.records import PAGE_TEXTS, SOURCE_TEXTS
from annotator.core.scheme import Scheme


@dataclass(frozen=True, slots=True)
class Names:
    """A column of labels: the names there are, in the order of their numbers; None where nothing was said."""

    names: tuple[str, ...]


Shape: TypeAlias = "str | Names | list[Any] | dict[str, Any]"
"""What a value looks like: a scalar by Arrow's name for it, labels, a list of one shape, or fields by name."""

TYPES = ("direct", "mixed", "indirect")
STANCES: dict[int | str, str] = {
    -2: "strongly against",
    -1: "against",
    0: "neutral",
    1: "favor",
    2: "strongly favor",
    "unclear": "unclear",
    "none": "none",
}
"""What a polarity is called as a label."""
SPAN: Json = {"start": "int32", "end": "int32", "text": "string"}


def _texts(*names: str) -> Json:
    return dict.fromkeys(names, "string")


HEAD: Json = {**_texts("page", "page_id", "url", "site", "language", "published"), "fold": "int8"}
"""What every row of every config but `pages` begins with: the page's name, and what is known of it."""
MARK = _texts("by", "at", "origin", "source")


def shapes(scheme: Scheme, *, apart: bool = False) -> dict[str, Json]:
    """Return the columns of each config that a scheme has; `apart` adds the config of several people's labellings."""
    said, quote, stance = _said(scheme), _quote(scheme), _stance(scheme)
    lists = {key: [one] for key, one in {"text": "string", "start": "int32", "end": "int32", **said}.items()}
    place: Json = {"start": "int32", "end": "int32"}
    found: dict[str, Json] = {}
    if scheme.asks_for("lines"):
        found["lines"] = {**HEAD, **lists, "score": ["bool"]}
    if scheme.asks_for("quotes"):
        found["quotes"] = {**HEAD, "text": "string", "quotes": [{"id": "string", **quote}]}
        found["attribution"] = {**HEAD, "quote": "string", "context": "string", "context_start": "int32", **quote}
    if scheme.asks_for("stances"):
        found["stance"] = {**HEAD, "stance": "string", "text": "string", "text_start": "int32", **stance}
    found["pages"] = _record(said)
    if apart:
        layers: Json = {"lines": [{"n": "int32", **place, **said}]}
        layers |= {"quotes": [{"id": "string", **quote}], "stances": [{"id": "string", **stance}]}
        kept = {layer: columns for layer, columns in layers.items() if scheme.asks_for(layer)}
        found["annotators"] = {**HEAD, **_texts("annotator", "role", "pass", "text"), **kept}
    return found


def _said(scheme: Scheme) -> Json:
    kinds = tuple(one.id for one in scheme.kinds)
    return {"label": Names(scheme.labels), **({"kind": Names(kinds)} if kinds else {})}


def _quote(scheme: Scheme) -> Json:
    more = {name: [SPAN] for name in ("via", "addressee") if getattr(scheme.quotes, name)}
    return {
        "type": Names(TYPES),
        "zone": "string",
        **{name: [SPAN] for name in ("contents", "cues", "sources")},
        "source_kind": Names(SOURCE_KINDS),
        **_texts("speaker_id", "speaker_name"),
        **more,
        "parent": "string",
        "flags": ["string"],
    }


def _stance(scheme: Scheme) -> Json:
    labels = Names(tuple(STANCES[one] for one in dict.fromkeys((*scheme.stances.polarities, "none"))))
    explicit = {"explicit": "bool"} if scheme.stances.explicit else {}
    texts = _texts("level", "quote", "holder", "holder_id", "target", "target_id")
    return {**texts, "label": labels, **explicit, "evidence": [SPAN]}


def _record(said: Json) -> Json:
    """Return the shape of the canonical record; `meta`, the answers about the page and polarities are JSON text."""
    place: Json = {"start": "int32", "end": "int32"}
    line: Json = {"n": "int32", **place, "label": said["label"], "kind": said.get("kind", "string"), "dup_of": "int32"}
    quote: Json = {
        "id": "string",
        "type": Names(TYPES),
        "zone": "string",
        **{name: [SPAN] for name in ("contents", "cues", "sources")},
        "source_kind": Names(SOURCE_KINDS),
        "speaker": "string",
        "via": [SPAN],
        "addressee": [SPAN],
        "parent": "string",
        "flags": ["string"],
        **MARK,
    }
    stance: Json = _texts("id", "level", "quote", "holder", "target", "polarity")
    labelling: Json = {
        **_texts("annotator", "role", "status"),
        "revision": "int64",
        "scheme": "string",
        "seconds": "float64",
        "started": "string",
        "finished": "string",
        "layers": dict.fromkeys(LAYERS, _texts("status", "pass", "guideline", "base")),
        "page": {"page_type": "string", "usable": "bool", "reason": "string", "answers": "string"},
        "lines": [{**line, "flags": ["string"], "text": "string", **MARK}],
        "quotes": [quote],
        "stances": [{**stance, "explicit": "bool", "evidence": [SPAN], **MARK}],
        "notes": [{"id": "string", **SPAN, **_texts("note", "by", "at")}],
    }
    digest: Json = {"sha256": "string", "encoding": "string", "length": "int32", "text": "string"}
    source = _texts(*SOURCE_TEXTS)
    page: Json = {**_texts("id", "name", *PAGE_TEXTS), **digest, "source": source, "meta": "string"}
    entity: Json = {**_texts("id", "name", "kind"), "aliases": [_texts("name", "language")], "wikidata": "string"}
    return {"format": "string", "page": page, "entities": [entity], "labellings": [labelling]}


def fitting(shape: Shape, *, numbers: bool = False) -> Callable[[Any], Any]:
    """Return what gives a value the fields of a shape, in their order; None stays None.

    Labels come out as names, or as their `numbers`; one that is not among the names is refused.
    """
    if isinstance(shape, Names):
        known = {name: number if numbers else name for number, name in enumerate(shape.names)}
        return lambda value: _label(known, value)
    if isinstance(shape, list):
        if _is_plain(shape[0]):
            return _same
        one = fitting(shape[0], numbers=numbers)
        return lambda value: None if value is None else [one(each) for each in value]
    if isinstance(shape, dict):
        keys = list(shape)
        inner = [(key, fitting(one, numbers=numbers)) for key, one in shape.items() if not _is_plain(one)]

        def fit(value: Json | None) -> Json | None:
            if value is None or (not inner and list(value) == keys):
                return value
            found = {key: value[key] for key in keys}
            for key, one in inner:
                found[key] = one(found[key])
            return found

        return fit
    return _same


def _is_plain(shape: Shape) -> bool:
    """Tell whether values of a shape are as they should be already; spans are the same everywhere."""
    return isinstance(shape, str) or shape in (SPAN, [SPAN])


def _same(value: Any) -> Any:
    return value


def _label(known: Json, value: str | None) -> Any:
    if value is None:
        return None
    if value not in known:
        raise Refused("", f"the project's scheme has no label {value!r}")
    return known[value]
