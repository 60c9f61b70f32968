"""`annotator user`: passwords, identities, and shutting somebody out."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from annotator.cli import verbs
from annotator.store.instance import Instance
from annotator.workflow import identities, passwords, people
from annotator.workflow.identities import Identity

GOOD = "heron gravel nine lamps"
ISSUER = "https://login.example"
Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Run a verb of `user` on an instance in which Ana has an account."""

    def command(*words: str, typed: str = "") -> Result:
        return CliRunner().invoke(verbs, ["--instance", str(tmp_path / "instance"), "user", *words], input=typed)

    assert command("add", "Ana").exit_code == 0
    return command


def test_a_password_is_asked_for_twice_and_never_shown(run: Run, tmp_path: Path) -> None:
    done = run("password", "Ana", typed=f"{GOOD}\n{GOOD}\n")
    assert done.exit_code == 0, done.output
    assert GOOD not in done.output
    instance = Instance.open(tmp_path / "instance")
    assert passwords.sign_in(instance.database, "Ana", GOOD)
    instance.close()


@pytest.mark.parametrize(
    ("name", "typed", "said"),
    [
        ("Ana", "password1\npassword1\n", "password: is among those that are tried first"),
        ("Ana", "short\nshort\n", "password: should have 8 to 256 characters"),
        ("Nobody", f"{GOOD}\n{GOOD}\n", "Nobody: has no account; `user add` makes one"),
    ],
)
def test_what_can_not_be_a_password_is_said_in_a_sentence(run: Run, name: str, typed: str, said: str) -> None:
    done = run("password", name, typed=typed)
    assert done.exit_code == 1
    assert said in done.output
    assert "Traceback" not in done.output


def test_a_person_is_shut_out_and_let_in_again(run: Run, tmp_path: Path) -> None:
    instance = Instance.open(tmp_path / "instance")
    token = people.sign_in(instance.database, people.make_link(instance.database, "Ana")) or ""
    assert run("disable", "Ana").exit_code == 0
    assert people.person_for(instance.database, token) is None
    assert run("link", "Ana").exit_code == 1
    assert run("enable", "Ana").exit_code == 0
    assert people.person_for(instance.database, token) is None, "a session that was ended stays so"
    assert run("link", "Ana").exit_code == 0
    assert run("disable", "Nobody").exit_code == 1
    instance.close()


def test_an_identity_is_linked_once(run: Run, tmp_path: Path) -> None:
    assert run("identity", "Ana", "subject-1", "--issuer", ISSUER).exit_code == 0
    again = run("identity", "Ana", "subject-1", "--issuer", ISSUER)
    assert (again.exit_code, "linked to an account already" in again.output) == (1, True)
    instance = Instance.open(tmp_path / "instance")
    assert identities.sign_in(instance.database, Identity(ISSUER, "subject-1", ""))
    assert identities.sign_in(instance.database, Identity(ISSUER, "subject-2", "")) is None
    instance.close()
