import pytest

from annotator.core.errors import Refused
from annotator.core.keys import MOST, read_keys


def test_nothing_said_is_the_table_as_it_is() -> None:
    assert read_keys({}) == {"letters": True, "keys": {}}


def test_a_command_has_several_keys_or_none() -> None:
    own = {"line.body": ["n", "Ctrl+Shift+Down", "Shift+3", "š", "F12"], "kind.op-ed": []}
    assert read_keys({"letters": False, "keys": own}) == {"letters": False, "keys": own}


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        ([], "keys: should be an object, not a list"),
        ({"colour": 1}, "keys: has an unknown field 'colour'"),
        ({"letters": 1}, "keys: 'letters' should be true, false or null, not 1"),
        ({"keys": {"line.body": "b"}}, "keys: 'line.body' should be a list, not 'b'"),
        ({"keys": {"line.body": [1]}}, "keys: 'line.body' should hold strings only"),
        ({"keys": {"<b>": []}}, "keys: '<b>' is no command"),
        ({"keys": {"line.body": ["Tab"]}}, "keys: line.body can't have 'Tab', which is no key's name"),
        ({"keys": {"line.body": ["<script>"]}}, "keys: line.body can't have '<script>', which is no key's name"),
        ({"keys": {"line.body": list("abcdefghi")}}, "keys: line.body should have 8 keys at most, not 9"),
        ({"keys": {f"kind.{n}": [] for n in range(MOST + 1)}}, "keys: should name 300 commands at most, not 301"),
    ],
)
def test_what_can_be_no_key_is_refused(value: object, sentence: str) -> None:
    with pytest.raises(Refused) as refused:
        read_keys(value)
    assert str(refused.value) == sentence
