"""Near-duplicates: what of a page's text is compared, its MinHash sketch, and how alike two sketches or texts are.

One-permutation hashing (Li, Owen, Zhang 2012): a hash falls into one of 64 bins, and each bin keeps its least. Bins
that stay empty borrow from another one (Shrivastava 2017, optimal densification). Equal bins over all bins estimate
the Jaccard index of the two sets of shingles.
"""

import re
import struct
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator
from hashlib import blake2b
from zlib import crc32

BINS = 64
SHIFT = 26
"""Bits of a hash that stay within a bin: 32 less the 6 that name the bin."""
ROWS = 2
"""Values of a sketch in one band: 32 bands find a pair of 0.5 with 99.99 %, of 0.3 with 95 %, of 0.1 with 27 %."""
FEWEST = 20
"""Shingles that a text needs to be compared at all."""
PROSE = 80
"""Code points that a line needs to count as prose, and then it has to end in a mark: menus and teasers don't."""
ALIKE = 0.5
"""Jaccard index of the shingles from which on two pages are near-duplicates."""
SUSPECTED = 0.3
"""Estimate from which on two pages go to one split: lower, since a site's notices make versions of a story differ."""
MIX = 0x9E3779B1
WORD = re.compile(r"\w+")
SKETCH = struct.Struct(f"<{BINS}I")
BAND = struct.Struct(f"<B{ROWS}I")


def prose(folded: str, repeated: Collection[int] = ()) -> Iterator[str]:
    """Yield the lines of a folded text that are compared: sentences whose `line_key` isn't among the `repeated`."""
    for line in folded.split("\n"):
        stripped = line.strip()
        if len(stripped) < PROSE or stripped[-1].isalnum():
            continue
        if not repeated or line_key(stripped) not in repeated:
            yield stripped


def line_key(line: str) -> int:
    """Return a number that stands for a stripped line."""
    return crc32(line.encode())


def shingles(lines: Iterable[str]) -> set[int]:
    """Return the hashes (32 bits) of all runs of five words, over line ends too."""
    w = WORD.findall(" ".join(lines))
    runs = zip(w, w[1:], w[2:], w[3:], w[4:], strict=False)
    # A CRC spreads its low bits badly; the multiplication carries them upwards.
    return {crc32(f"{a} {b} {c} {d} {e}".encode()) * MIX & 0xFFFFFFFF for a, b, c, d, e in runs}


def sketch(found: Collection[int]) -> tuple[int, ...] | None:
    """Return the 64 values of a set of shingles; None where there are too few to be compared."""
    if len(found) < FEWEST:
        return None
    ordered = sorted(found)
    least: list[int | None] = []
    for number in range(BINS):
        at = bisect_left(ordered, number << SHIFT)
        inside = at < len(ordered) and ordered[at] >> SHIFT == number
        least.append(ordered[at] & (1 << SHIFT) - 1 if inside else None)
    return tuple(_borrowed(least, number) if one is None else one for number, one in enumerate(least))


def likeness(one: Collection[int], other: Collection[int]) -> float:
    """Estimate the Jaccard index from two sketches."""
    return sum(mine == theirs for mine, theirs in zip(one, other, strict=True)) / BINS


def jaccard(one: set[int], other: set[int]) -> float:
    """Return the Jaccard index of two sets of shingles; of two empty ones 0."""
    both = len(one & other)
    return both / (len(one) + len(other) - both) if both else 0.0


def bands(values: Collection[int]) -> list[int]:
    """Return a signed 64-bit number for each band of a sketch; pages that share one are compared."""
    rows = tuple(values)
    packed = (BAND.pack(band, *rows[band * ROWS : (band + 1) * ROWS]) for band in range(BINS // ROWS))
    return [int.from_bytes(blake2b(one, digest_size=8).digest(), "little", signed=True) for one in packed]


def pack(values: Collection[int]) -> bytes:
    """Return a sketch as it is stored: 64 numbers of 32 bits, the lowest byte first."""
    return SKETCH.pack(*values)


def unpack(stored: bytes) -> tuple[int, ...]:
    """Return a stored sketch."""
    return SKETCH.unpack(stored)


def _borrowed(least: list[int | None], number: int) -> int:
    """Return the value of a bin that isn't empty, found by a walk that depends on the empty bin's number alone."""
    state = number + 1
    while True:
        state = (state * 0x5851F42D + 0x14057B7F) & 0xFFFFFFFF
        value = least[(state >> 16) % BINS]
        if value is not None:
            return value
