"""Quotes as other tools write them: what each keeps of nested, split, implicit and shared quotes, and what it tells."""

import json

from annotator.formats.base import Answer
from annotator.formats.brat import Brat
from annotator.formats.citron import Citron
from annotator.formats.conll import Conll
from annotator.formats.directquote import DirectQuote
from annotator.formats.polnear import Polnear
from tests.fixtures import ferry, hostile
from tests.fixtures.written import Written, written


def told(done: Written, layer: str) -> set[tuple[str, str]]:
    return {(loss.what, loss.why) for loss in done.losses if loss.layer == layer}


def test_a_quote_of_two_contents_is_one_event_of_brat_with_fragments() -> None:
    rows = written(Brat(), ferry.page()).files["harbour-ferry.ann"].decode().splitlines()
    first, second = (ferry.TEXT.index(words) for words in ("“It", "“and"))
    [content] = [row for row in rows if "“It leaves at noon,” “and" in row and "\tcontent " in row]
    key, head, _ = content.split("\t")
    assert head == f"content {first} {first + 20};{second} {second + 35}"
    [event] = [row for row in rows if f"content:{key} " in row]
    name, said = event.split("\t")
    trigger, *parts = (one.split(":") for one in said.split())
    assert ([trigger[0]], [role for role, _ in parts]) == (["quote"], ["content", "cue", "source"])
    assert f"N1\tReference {dict(parts)['source']} speaker:e%201%25\tChloe Marsh" in rows
    assert {row.split("\t")[1] for row in rows if f" {name}" in row and row.startswith("A")} == {
        f"type {name} direct",
        f"source_kind {name} explicit",
        f"discontinuous {name}",
        f"unsure {name}",
    }


def test_brat_is_told_of_every_type_that_its_files_have() -> None:
    done = written(Brat(), ferry.page())
    known = done.files["annotation.conf"].decode().splitlines()
    used = {
        row.split("\t")[1].split(":")[0].split()[0] for row in done.files["harbour-ferry.ann"].decode().splitlines()
    }
    used.remove("Reference")
    assert used <= {row.split(" ")[0] for row in known}
    # The trigger of a stance is its evidence, so what has none can't stand there.
    assert told(done, "stances") == {(key, "it has no evidence to stand on") for key in ("s-none", "s-unclear")}


def test_files_of_brat_stand_in_a_table_with_the_pages_they_are() -> None:
    done = written(Brat(), *(ferry.page(name) for name in ("=a/b.txt", "A-B.txt", "a:b", "سوق.txt", "../etc/nul")))
    table = [row.split(",") for row in done.files["pages.csv"].decode().splitlines()]
    assert table == [
        ["file", "page", "split"],
        ["a-b.txt", "'=a/b.txt", "train"],
        ["A-B-2.txt", "A-B.txt", "train"],
        ["a-b-3.txt", "a:b", "train"],
        ["سوق.txt", "سوق.txt", "train"],
        ["etc-nul.txt", "../etc/nul", "train"],
    ]


def test_nested_contents_are_told_where_a_word_carries_one_tag() -> None:
    done = written(Conll(), ferry.page())
    start = ferry.TEXT.index("the pier is closed")
    overlap = (f"q-inner, content {start}-{start + 18}", "it overlaps another one, and a word carries one tag")
    assert overlap in told(done, "quotes")
    rows = [row.split("\t") for row in done.only.decode().splitlines() if row and not row.startswith("#")]
    tags = [(row[1], row[3:]) for row in rows]
    assert ("Dora", ["B-source", "O", "I-content"]) in tags
    assert ("says", ["O", "B-cue", "I-content"]) in tags
    assert ("Chloe", ["B-source", "O", "O"]) in tags


def test_a_span_inside_a_word_tags_the_word_and_is_told() -> None:
    text = "وقال إنه هنا"
    quotes = [hostile.quote("q", text, ["إنه هنا"], cues=["قال"])]
    done = written(Conll(), hostile.record(text, quotes=quotes))
    assert "1\tوقال\tstart_char=0|end_char=4\tO\tB-cue\tO" in done.only.decode()
    assert ("q, cue 1-4", "it begins or ends inside a word, and the tags cover whole words") in told(done, "quotes")


def test_a_letter_and_the_marks_on_it_are_one_word() -> None:
    done = written(Conll(), hostile.record("كَتَبَ cafe\u0301 می‌خواهم"))
    forms = [row.split("\t")[1] for row in done.only.decode().splitlines() if "start_char" in row]
    assert forms == ["كَتَبَ", "cafe\u0301", "می‌خواهم"]


def test_a_source_that_two_quotes_share_is_no_loss() -> None:
    text = "Dora said no and asked why"
    quotes = [
        hostile.quote("q-1", text, ["no"], cues=["said"], sources=["Dora"]),
        hostile.quote("q-2", text, ["why"], cues=["asked"], sources=["Dora"]),
    ]
    page = hostile.record(text, quotes=quotes)
    assert not [loss for loss in written(Conll(), page).losses if "overlaps" in loss.why]
    content = written(Polnear(), page).files["train/attributions/a.ann"].decode()
    assert (content.count("\tSource "), content.count("Source:T3")) == (1, 2)


def test_columns_of_conll_tell_nothing_marked_from_nobody_asked() -> None:
    row = "1\tHarbour\tstart_char=0|end_char=7"
    assert f"{row}\tO\tO\tO\n" in written(Conll(), ferry.page(quotes=[], stances=[])).only.decode()
    unasked = ferry.page(**ferry.unlabelled("quotes", "stances"))
    assert f"{row}\t_\t_\t_\n" in written(Conll(), unasked).only.decode()


def test_polnear_has_the_outermost_quotes_in_its_own_folders() -> None:
    done = written(Polnear(), Answer(ferry.page(), "validation"))
    assert done.files.keys() == {"pages.csv", "dev/text/harbour-ferry.txt", "dev/attributions/harbour-ferry.ann"}
    events = [row for row in done.files["dev/attributions/harbour-ferry.ann"].decode().splitlines() if row[0] == "E"]
    assert [event.split("\t")[1].split(":")[0] for event in events] == ["Attribution"] * 3
    assert events[0].split("\t")[1] == "Attribution:T4 Content:T1 Cue:T2 Source:T3"
    nested = "it lies within another quote, and the format holds the outermost"
    assert [what for what, why in told(done, "quotes") if why == nested] == ["q-inner"]


def test_citron_gathers_the_sources_of_one_speaker() -> None:
    done = written(Citron(), Answer(ferry.page(), "test"))
    whole = json.loads(done.files["test/harbour-ferry.json"])
    assert [[span["text"] for span in group] for group in whole["coreference_groups"]] == [["Chloe Marsh", "she"]]
    outer = whole["quotes"][0]
    assert (outer["cue"]["text"], [one["text"] for one in outer["sources"]]) == ("said", ["Chloe Marsh"])
    assert [one["text"] for one in outer["contents"]] == ["“It leaves at noon,”", "“and Dora says the pier is closed.”"]


def test_citron_tells_of_quotes_without_a_cue_and_of_second_cues() -> None:
    quotes = [
        ferry.quote("q-bare", "noon"),
        ferry.quote("q-two", "closed", cues=["says", "Bring"]),
    ]
    done = written(Citron(), ferry.page(quotes=quotes, stances=[]))
    whole = json.loads(done.files["train/harbour-ferry.json"])
    assert [(one["id"], one["cue"]["text"]) for one in whole["quotes"]] == [("q-two", "says")]
    assert {
        ("q-bare", "Citron reads no quote without cue"),
        ("q-two", "Citron has one cue a quote, so the first is kept"),
    } <= (told(done, "quotes"))


def test_directquote_says_on_which_side_the_speaker_stands() -> None:
    done = written(DirectQuote(), ferry.page())
    rows = done.only.decode().splitlines()
    assert rows[:2] == ["-DOCSTART- O", ""]
    tags = dict(row.split(" ") for row in rows if row)
    assert (tags["“It"], tags["Chloe"], tags["“and"]) == ("I-RightSpeaker", "I-Speaker", "I-LeftSpeaker")
    # Its words include the stops that stand at them.
    assert tags["closed.”"] == "I-LeftSpeaker"
    assert ("q-implicit", "it is indirect, and the format holds direct quotes") in told(done, "quotes")


def test_quotations_that_touch_begin_anew_in_iob1() -> None:
    text = "“a” “b” c"
    quotes = [hostile.quote(key, text, [words]) for key, words in (("q-1", "“a”"), ("q-2", "“b”"))]
    rows = written(DirectQuote(), hostile.record(text, quotes=quotes)).only.decode().splitlines()
    assert rows[2:5] == ["“a” I-Unknown", "“b” B-Unknown", "c O"]


def test_a_page_without_quotes_is_written_and_one_that_nobody_asked_is_told() -> None:
    negative, unasked = (
        ferry.page("a.txt", quotes=[], stances=[]),
        ferry.page("b.txt", **ferry.unlabelled("quotes", "stances")),
    )
    for one in (Citron(), Polnear(), DirectQuote()):
        done = written(one, negative, unasked)
        assert [(loss.page, loss.what) for loss in done.losses if loss.what == "page"] == [("b.txt", "page")]
        if one.suffix:
            assert done.only.decode().count("-DOCSTART-") == 1
        else:
            assert [row.split(",")[1] for row in done.files["pages.csv"].decode().splitlines()] == ["page", "a.txt"]
