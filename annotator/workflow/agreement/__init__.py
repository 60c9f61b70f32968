"""Agreement: how far the labellings of a project agree, kept up to date, and where they part."""

from .counting import count_page, current
from .material import ANY, Material, Question, chosen_pass
from .report import by, document, pages_of, pooled

__all__ = [
    "ANY",
    "Material",
    "Question",
    "by",
    "chosen_pass",
    "count_page",
    "current",
    "document",
    "pages_of",
    "pooled",
]
