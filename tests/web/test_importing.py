"""Pages in through the browser, labels out of it."""

import hashlib
import io
import json
import re
import zipfile

import pytest
from werkzeug.test import TestResponse

from tests.fixtures.cast import TEXT, Web


def upload(web: Web, *files: tuple[str, bytes], **form: str) -> TestResponse:
    """Send files as the import form does, and follow where it leads."""
    dora = web.browser("curator")
    data = {"csrf_token": dora.token, "files": [(io.BytesIO(raw), name) for name, raw in files], **form}
    return dora.client.post("/projects/harbour/import", data=data, follow_redirects=True)


def exported(web: Web) -> dict[str, dict[str, object]]:
    """The pages of an export by name."""
    answer = web.browser("curator").client.get("/projects/harbour/export", buffered=False)
    assert answer.headers["Content-Disposition"] == "attachment; filename=harbour.jsonl"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.is_streamed
    pages = [json.loads(line)["page"] for line in answer.data.decode().split("\n") if line]
    return {page["name"]: page for page in pages}


def test_a_dropped_file_comes_out_byte_for_byte(web: Web) -> None:
    raw = "\ufeffOne\r\ntwo\u2028three\x85 \u202eevil 👩‍🚀\r".encode()
    assert "1 page added" in upload(web, ("odd.txt", raw)).text
    page = exported(web)["odd.txt"]
    assert str(page["text"]).encode() == raw
    assert page["sha256"] == hashlib.sha256(raw).hexdigest()


def test_a_pasted_page_has_line_feeds(web: Web) -> None:
    assert "1 page added" in upload(web, text="One\r\ntwo", name="typed").text
    assert exported(web)["typed"]["text"] == "One\ntwo"


def test_a_long_page_may_be_pasted(web: Web) -> None:
    assert "1 page added" in upload(web, text="x" * 80 + "\n" + "line\n" * 300_000, name="long").text


def test_a_bad_file_is_named_and_the_rest_goes_in(web: Web) -> None:
    answer = upload(web, ("good.txt", b"Fine"), ("bad.txt", b"a\0b"), ("latin.txt", "Zorá".encode("latin-1")))
    assert answer.status_code == 200
    assert "1 page added, 2 refused" in answer.text
    assert "bad.txt" in answer.text
    assert "latin.txt" in answer.text
    assert set(exported(web)) == {"ferry.txt", "good.txt"}


def test_an_archive_can_not_lead_out_of_itself(web: Web) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("../../evil.txt", "Evil")
        archive.writestr("day/good.txt", "Good")
    answer = upload(web, ("pages.zip", packed.getvalue()))
    assert "its name leads out of the archive" in answer.text
    assert "day/good.txt" in exported(web)


def test_nothing_sent_is_said(web: Web) -> None:
    answer = upload(web)
    assert answer.status_code == 422
    assert "Choose or drop a file" in answer.text


def test_too_much_is_refused_before_it_is_read(web: Web) -> None:
    web.app.config["MAX_CONTENT_LENGTH"] = 1000
    answer = upload(web, ("big.txt", b"x" * 2000))
    assert answer.status_code == 413
    assert "command line" in answer.text
    assert "nosniff" in answer.headers["X-Content-Type-Options"]


@pytest.mark.parametrize("name", ["../../etc/x", "<script>alert(1)</script>", "a\r\nSet-Cookie: x=1", "con\u202eexe"])
def test_a_hostile_file_name_is_only_text(web: Web, name: str) -> None:
    answer = upload(web, (name, b"Text of this one"))
    assert answer.status_code in (200, 422)
    assert "<script>alert" not in answer.text
    assert not re.findall("Set-Cookie: x", str(answer.headers))


def test_text_out_equals_text_in(web: Web) -> None:
    assert exported(web)["ferry.txt"]["text"] == TEXT
