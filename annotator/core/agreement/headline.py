"""The few figures of agreement that stand for all, where a project or a release is told in short."""

from .figures import Figures

LEADING = {
    "lines": ("alpha", "body_f1"),
    "kinds": ("kappa",),
    "quotes": ("detection_f1", "attribution_accuracy"),
    "content": ("char_f1",),
    "stance_quote": ("alpha_ordinal",),
    "stance_page": ("alpha_ordinal",),
}
"""The figures that are shown, by part."""


def headline(figures: Figures) -> list[tuple[str, float]]:
    """Return the leading figures that are defined, each with its name in words (`lines alpha`)."""
    found = ((f"{part} {name}".replace("_", " "), figures[part][name]) for part, few in LEADING.items() for name in few)
    return [(words, value) for words, value in found if value is not None]
