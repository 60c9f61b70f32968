"""Numbers with their nouns, in sentences for people."""


def counted(number: int, one: str, many: str = "", *, form: str = "") -> str:
    """Return `1 page` or `12345 pages`; `many` is told where it isn't the noun and an s (`pages were`).

    `form` is how the number is written: on screens with commas, while what the command line prints is also read by
    programs.
    """
    return f"{number:{form}} {one if number == 1 else many or f'{one}s'}"
