"""Every field that a scheme asks for has a command with a key, and every command does something."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from annotator.core.keys import read_keys
from tests.fixtures.fields import fields

SCHEMES = json.loads((Path(__file__).parents[1] / "vectors/schemes.json").read_text(encoding="utf-8"))["cases"]
QUESTIONS = [{"id": f"q{n}", "name": "Mood", "options": [*"abcdef"], "required": False} for n in range(5)]

pytestmark = pytest.mark.browser
Check = Callable[..., Any]


def test_each_field_of_each_scheme_has_a_command_with_a_key(check: Check) -> None:
    table = check("table", "schemes")
    for scheme, commands in zip(SCHEMES, table["schemes"], strict=True):
        keys = {one["id"]: one["keys"] for one in commands}
        for field, ids in fields(scheme).items():
            for command in ids:
                assert keys.get(command), f"{scheme['preset']} asks for {field}, but there is no key for {command}"


def test_a_field_that_is_new_to_the_scheme_needs_a_command_of_its_own() -> None:
    full = next(one for one in SCHEMES if one["preset"] == "full")
    more = full | {"quotes": full["quotes"] | {"tone": True}, "page": full["page"] | {"questions": QUESTIONS}}
    assert fields(more)["tone"] == ["span.tone"]
    assert fields(more)["question q4"] == [f"answer.q4.{n}" for n in range(24, 30)]


def test_each_command_has_an_action_and_each_action_a_command(check: Check) -> None:
    table = check("table", "schemes")
    actions = set(table["actions"])
    ids = {one["id"] for commands in [table["table"], *table["schemes"]] for one in commands}
    families = {one for one in actions if one.endswith(".*")}
    assert not {one for one in ids if one not in actions and one.split(".")[0] + ".*" not in families}
    assert not {one for one in actions - families if one not in ids}
    assert not {one for one in families if not any(command.startswith(one[:-1]) for command in ids)}


def test_own_keys_and_keycaps_fit_each_keyboard(check: Check) -> None:
    assert check("remap", "schemes", "layouts") == []


def test_search_finds_folded_text_and_tells_code_points(check: Check) -> None:
    assert check("finder") == []


def test_what_the_table_holds_can_be_kept_on_the_server(check: Check) -> None:
    commands = [one for scheme in check("table", "schemes")["schemes"] for one in scheme if len(one["keys"]) < 8]
    for start in range(0, len(commands), 100):
        own = {one["id"]: one["keys"] for one in commands[start : start + 100]}
        assert read_keys({"keys": own})["keys"] == own
