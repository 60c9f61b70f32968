"""Search folding over all languages at once, for a registry that holds names in many scripts."""

import unicodedata


def fold(text: str) -> str:
    """Return `text` as searches compare it."""
    plain = unicodedata.normalize("NFD", text.casefold())
    return "".join(one for one in plain if not unicodedata.combining(one))
