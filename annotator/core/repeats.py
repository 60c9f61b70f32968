"""Which lines of a page repeat an earlier one (`dup_of`)."""

from .text import PageText

BULLETS = "•◦▪▫‣⁃·∙●○■□"


def bare(line: str) -> str:
    """Return the line without white space and bullets at its start and without white space at its end."""
    stripped = line.strip()
    while stripped and stripped[0] in BULLETS:
        stripped = stripped.lstrip(BULLETS).lstrip()
    return stripped


def repeats(text: PageText) -> dict[int, int]:
    """Map each line that repeats an earlier one to the first of them; lines that are bare of words repeat nothing."""
    first: dict[str, int] = {}
    found: dict[int, int] = {}
    for n, line in enumerate(text.text.split("\n"), 1):
        words = line.strip()
        # Most lines have no bullet, and a page has many lines.
        if words and words[0] in BULLETS:
            words = bare(words)
        if words and first.setdefault(words, n) != n:
            found[n] = first[words]
    return found
