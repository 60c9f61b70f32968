"""The places of a page in all layers of a pass."""

from collections.abc import Collection, Mapping, Sequence

from annotator.core.labelling import Labelling
from annotator.core.labels import LAYERS
from annotator.core.scheme import Scheme

from .lines import line_places
from .page import page_places
from .places import Decided, Place, Said, holding
from .quotes import quote_places
from .stances import stance_places


def places(
    layers: Collection[str],
    said: Mapping[str, Sequence[Said]],
    decisions: Mapping[str, Sequence[Decided]],
    gold: Labelling,
    scheme: Scheme,
    known: Mapping[str, list[Place]] | None = None,
) -> dict[str, list[Place]]:
    """Return the places of each layer, in the order of the text within a layer.

    `said` holds by layer the labellings that are done in it, by name; `decisions` by layer what was decided, in its
    order; `gold` is the page's gold as it stands, empty before the first decision. Layers in `known` are taken from
    there.
    """
    found: dict[str, list[Place]] = {}
    for layer in (one for one in LAYERS if one in layers):
        own, made = said.get(layer, ()), holding(decisions.get(layer, ()))
        if known and layer in known:
            found[layer] = known[layer]
        elif layer == "lines":
            found[layer] = line_places(gold.text, own, made)
        elif layer == "quotes":
            found[layer] = quote_places(own, made, gold)
        elif layer == "stances":
            found[layer] = stance_places(own, made, gold, found.get("quotes", ()))
        else:
            found[layer] = page_places(own, made, [one.id for one in scheme.questions], gold.page)
    return found
