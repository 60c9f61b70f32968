"""What may be a password."""

from importlib.resources import files
from itertools import product

import pytest

from annotator.core.errors import Refused
from annotator.core.passwords import check_password, is_common

WORDS = frozenset((files("annotator") / "workflow/common_passwords.txt").read_text(encoding="utf-8").split())
ENDINGS = ("", "1", "12", "123", "1234", "12345", "!", "1!", "123!", "2024", "2025", "99", "007")
# fmt: off
FAMILIAR = [
    "password", "passw0rd", "P@ssw0rd", "pa55word", "Password1!", "password123", "12345678", "123456789",
    "1234567890", "87654321", "11111111", "12121212", "qwertyuiop", "qwerty123", "1q2w3e4r", "1qaz2wsx", "iloveyou",
    "sunshine", "princess", "football", "baseball", "trustno1", "letmein1", "welcome1", "abcd1234", "abc12345",
    "aaaaaaaa", "catcatcat", "monkey12", "dragon99", "superman", "batman123", "19850412", "04121985", "changeme",
    "admin123", "administrator", "test1234", "starwars", "whatever", "michelle", "jennifer", "!!admin!!",
    "2024summer", "wi11kommen", "passwordpassword", "lozinka1", "motdepasse", "contrasena", "schatz123",
]
# fmt: on


@pytest.mark.parametrize("password", FAMILIAR)
def test_a_familiar_password_is_refused(password: str) -> None:
    with pytest.raises(Refused, match="tried first"):
        check_password(password, "Ana", WORDS)


def test_three_thousand_common_passwords_are_refused() -> None:
    common = {word + ending for word, ending in product(WORDS, ENDINGS) if len(word + ending) >= 8}
    assert len(common) >= 3000
    assert not [one for one in common if not is_common(one, WORDS)]


@pytest.mark.parametrize(
    "password",
    [
        "heron gravel nine lamps",
        "korvin-tidewater",
        "q7#Vd0!x",
        "ћирилица и ветар",
        "كلمة سر طويلة",
        "x" * 5 + "yz" * 3,
        "harbour seal 1987",
        "pass the salt, Mara",
        "e" * 20 + "fgh " * 59,
    ],
)
def test_any_other_is_taken_as_it_is(password: str) -> None:
    check_password(password, "Ana", WORDS)


@pytest.mark.parametrize("password", ["", "short7!", "ab " * 90])
def test_the_length_is_said(password: str) -> None:
    with pytest.raises(Refused, match="8 to 256 characters"):
        check_password(password, "Ana", WORDS)


@pytest.mark.parametrize("password", ["Mara Lind", "mara lind", "mara lind1", "12mara lind"])
def test_ones_own_name_is_no_password(password: str) -> None:
    with pytest.raises(Refused, match="tried first"):
        check_password(password, "Mara Lind", WORDS)
