"""Agreement: how far the labellings of a project agree, kept up to date, and where they part."""

from .counting import PATIENCE, current
from .material import ANY, Material, Question, chosen_pass
from .places import LAYER_OF, Place, Places, Where, places
from .report import by, document, pages_of, pooled
from .summing import Sums, count_finished, summed

__all__ = [
    "ANY",
    "LAYER_OF",
    "PATIENCE",
    "Material",
    "Place",
    "Places",
    "Question",
    "Sums",
    "Where",
    "by",
    "chosen_pass",
    "count_finished",
    "current",
    "document",
    "pages_of",
    "places",
    "pooled",
    "summed",
]
