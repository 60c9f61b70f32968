"""Take a JSON file apart into its elements without holding it: those of one array, or objects one after the other."""

import re
from collections.abc import Iterator
from typing import BinaryIO

from annotator.core.errors import Refused
from annotator.formats.json_lines import ROW_BYTES
from annotator.formats.rawtext import MIB

STRUCTURE = re.compile(rb'[][{}"]')
IN_STRING = re.compile(rb'["\\]')


def elements(stream: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """Yield the byte at which each object starts, and the object as it is written.

    Refuses a file that ends inside one, and an object that is too long; what the objects hold is not looked at.
    """
    depth = base = outer = 0
    begun: int | None = None
    kept = bytearray()
    for chunk, signs in _pieces(stream):
        start = 0
        for at in signs:
            if chunk[at] in b"{[":
                if begun is None and chunk[at] == ord("{"):
                    begun, start, outer = base + at, at, depth
                depth += 1
                continue
            depth -= 1
            if begun is not None and depth == outer:
                yield begun, bytes(kept + chunk[start : at + 1])
                begun = None
                kept.clear()
        if begun is not None:
            kept += chunk[start:]
            if len(kept) > ROW_BYTES:
                raise Refused(f"from byte {begun}", f"the object is longer than {ROW_BYTES // MIB} MiB")
        base += len(chunk)
    if depth:
        where = f"from byte {base if begun is None else begun}"
        raise Refused(where, "the file ends in the middle of its JSON")


def _pieces(stream: BinaryIO) -> Iterator[tuple[bytes, list[int]]]:
    """Yield the file in pieces, each with the places of the brackets in it that stand in no string."""
    in_string, skip = False, 0
    while chunk := stream.read(MIB):
        at, skip, signs = skip, 0, []
        while found := (IN_STRING if in_string else STRUCTURE).search(chunk, at):
            at, sign = found.end(), found[0]
            if sign == b"\\":
                # What is escaped ends no string, also where it is the first byte of the next piece.
                at += 1
                skip = max(0, at - len(chunk))
            elif sign == b'"':
                in_string = not in_string
            else:
                signs.append(found.start())
        yield chunk, signs
    if in_string:
        raise Refused("", "the file ends in the middle of a string")
