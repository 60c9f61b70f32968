"""The body of a page: the lines that are labelled so, in their order, whatever stands between them."""

from annotator.core.labels import Json

from .base import Answer


def body_lines(answer: Answer) -> list[Json]:
    """Return the lines of the body that aren't blank; optional ones are left out."""
    text = answer.page.text
    return [line for line in answer.labels["lines"] if line["label"] == "body" and not text.is_blank(line["n"])]


def body_text(answer: Answer) -> str:
    r"""Return the lines of the body, exact to the character, joined with "\n"."""
    return "\n".join(line["text"] for line in body_lines(answer))


def markup(answer: Answer) -> bytes | None:
    """Return the HTML that a page was made of, byte for byte; None where it was made of something else."""
    source = answer.page.source or {}
    return answer.original() if "html" in (source.get("media_type") or "") else None
