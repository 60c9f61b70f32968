"""A person's own keys of the label screen: what starts each command, and whether single characters count at all."""

import re

from .errors import Refused
from .reading import Fields

MOST = 300
"""Commands that can have keys of their own."""
MOST_KEYS = 8
COMMAND = re.compile(r"[a-z][\w.-]{0,79}")
NAMED = "Down|Up|Left|Right|Enter|Escape|Backspace|Delete|Insert|Home|End|PageUp|PageDown|Space|F[1-9]|F1[0-2]"
KEY = re.compile(rf"(Ctrl\+)?(Alt\+)?(Shift\+)?([^\W_]|[!-/:-@\[-`{{-~]|{NAMED})")


def read_keys(value: object) -> dict[str, object]:
    """Read `{"letters": bool, "keys": {command: [key, ...]}}` from its JSON form; no key switches a command's keys off.

    Which commands there are depends on the project, so only the form of their ids is checked. Refuses with the place.
    """
    fields = Fields(value, "keys")
    fields.only({"letters", "keys"})
    own = Fields(fields.value.get("keys", {}), "keys")
    if len(own.value) > MOST:
        raise Refused("keys", f"should name {MOST} commands at most, not {len(own.value)}")
    return {"letters": fields.boolean("letters") is not False, "keys": {one: _keys(own, one) for one in own.value}}


def _keys(own: Fields, command: str) -> list[str]:
    if not COMMAND.fullmatch(command):
        raise Refused("keys", f"{command[:80]!r} is no command")
    keys = own.strings(command)
    if len(keys) > MOST_KEYS:
        raise Refused("keys", f"{command} should have {MOST_KEYS} keys at most, not {len(keys)}")
    for key in keys:
        if not KEY.fullmatch(key):
            raise Refused("keys", f"{command} can't have {key[:40]!r}, which is no key's name")
    return list(keys)
