"""What holds for every reader: a hostile file is told in sentences that begin with its name, and harms nothing."""

import io
import os
import random

import pytest

from annotator.formats.base import Told
from annotator.formats.readers import NAMES, READERS, reader_for

HOSTILE = {
    "empty": b"",
    "zeros": bytes(5000),
    "noise": random.Random(7).randbytes(5000),
    "entities": b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><x>&b;</x>',
    "open": b'[{"text": "',
    "nan": b'{"text": NaN}\n[{"data": {"text": Infinity}, "annotations": [1e999]}]',
    "surrogate": b'{"text": "\\ud800", "spans": []}',
    "deep": b"[" * 100_000,
    "line": b"x" * 10_000_000,
    "utf-16": "text\nŽuta\n".encode("utf-16"),
}


@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("name", [one.name for one in READERS])
def test_every_reader_refuses_what_is_no_file_of_its_own_in_one_sentence(name: str, content: bytes) -> None:
    for ending in ("x.dat", "x.json"):
        for row in reader_for(ending, name).read(io.BytesIO(content), ending, Told()):
            assert (row.record is None) != (row.refusal is None)
            if row.refusal:
                assert str(row.refusal).startswith(ending)
                assert len(str(row.refusal)) < 500
                assert os.linesep not in str(row.refusal)


def test_each_reader_has_a_name_of_its_own_and_can_be_asked_for() -> None:
    assert len(set(NAMES)) == len(NAMES)
    assert [reader_for("x", one.name) for one in READERS] == list(READERS)
