"""Two real pages as users bring them; they lie beside the checkout and are never part of it."""

import json
from pathlib import Path

import pytest

from tests.fixtures.desk import Desk

PAGES = sorted((Path(__file__).parents[4] / "shared" / "pages").glob("*.txt"))


@pytest.mark.skipif(not PAGES, reason="the real pages do not lie beside this checkout")
def test_real_pages_come_out_byte_for_byte_as_they_went_in(desk: Desk) -> None:
    assert desk.take(*((path.name, path.read_bytes()) for path in PAGES)).summary() == f"{len(PAGES)} pages added"
    records = [json.loads(line) for line in desk.export().splitlines()]
    assert {one["page"]["name"]: one["page"]["text"].encode() for one in records} == {
        path.name: path.read_bytes() for path in PAGES
    }
