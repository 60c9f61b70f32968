"""Names of files for pages: safe on every disk, one for each page, the same for the same pages."""

import re
import unicodedata

UNSAFE = re.compile(r"[^\w.-]+")
ENDINGS = (".txt", ".html", ".htm")
LONGEST = 120
"""Bytes of a stem; most file systems allow 255 for the name with its ending."""
RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)


class FileNames:
    """Gives each page a stem of its own; pages are to be asked for in the order of the export."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def stem(self, page: str) -> str:
        """Return the stem for a page: its name without ending, other signs than letters, digits and `._-` as `-`.

        Stems that differ in case alone count as equal, since not every disk tells them apart.
        """
        plain = unicodedata.normalize("NFC", page)
        plain = next((plain.removesuffix(end) for end in ENDINGS if plain.endswith(end)), plain)
        plain = UNSAFE.sub("-", plain).encode()[:LONGEST].decode(errors="ignore").strip("-.")
        if not plain or RESERVED.match(plain):
            plain = f"page-{plain}".strip("-")
        stem, number = plain, 1
        while stem.casefold() in self._taken:
            number += 1
            stem = f"{plain}-{number}"
        self._taken.add(stem.casefold())
        return stem
