"""What may be a password: long enough, and nothing that is tried first."""

import re

from .errors import Refused

SHORTEST = 8
LONGEST = 256
"""Characters; a password is taken as it was typed."""
DIGITS = "01234567890123456789"
MOST_REPEATED = 2
"""Different characters; `12121212` has two."""
READ_AS = str.maketrans({"0": "o", "3": "e", "4": "a", "5": "s", "7": "t", "@": "a", "$": "s", "€": "e"})
DATE = re.compile(r"(19|20)\d{6}|\d{4}(19|20)\d\d")
ENDS = re.compile(r"^[\W\d_]+|[\W\d_]+$")


def check_password(password: str, name: str, common: frozenset[str]) -> None:
    """Refuse a password that is too short or long, the person's own name, or common.

    `common` holds words in lower case; with digits and signs around them, letters replaced by digits that look like
    them, or several times over, they are common, too.
    """
    if not SHORTEST <= len(password) <= LONGEST:
        raise Refused("password", f"should have {SHORTEST} to {LONGEST} characters; 15 and more are good")
    if is_common(password, common | {name.casefold()}):
        raise Refused(
            "password", "is among those that are tried first; some words that don't belong together are better"
        )


def is_common(password: str, words: frozenset[str]) -> bool:
    """Tell whether a password is one of the words in some disguise, or a plain row of digits or characters."""
    folded = password.casefold()
    if len(set(folded)) <= MOST_REPEATED or folded in DIGITS or folded in DIGITS[::-1] or DATE.fullmatch(folded):
        return True
    if any(folded[:end] in words and not ENDS.sub("", folded[end:]) for end in range(1, len(folded) + 1)):
        return True  # a word of digits and letters (`1q2w3e4r`) with more digits behind it
    return any(once in words for read in _readings(folded) for once in (read, _repeated(read)))


def _readings(folded: str) -> set[str]:
    """The password as it is and without what stands around the letters, each with its digits read as letters."""
    bare = ENDS.sub("", folded)
    # Digits at the end may be letters, too: `passw0rd1` and `pa55w0rd`, `test1ng` and `he11o`.
    plain = {folded, bare, ENDS.sub("", folded.translate(READ_AS))}
    read = {one.translate(READ_AS) for one in plain}
    signs = {one.replace(sign, letter) for one in read for sign in "1!" for letter in "il"}
    return {one for one in plain | read | signs if one}


def _repeated(word: str) -> str:
    """Return what a word consists of several times over (`catcat`: `cat`), or the word."""
    return word[: (word + word).find(word, 1)]
