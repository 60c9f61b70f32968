"""DEPLOY.md says what works: its commands parse, its units start the server, its proxy gives what the server reads."""

import configparser
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from annotator.cli import verbs
from annotator.store.instance import Instance
from annotator.web import LARGEST_REQUEST, create_app
from annotator.web.oidc import from_environment
from tests.fixtures.cast import Client
from tests.house.checkout import ROOT, sources

PAPER = (ROOT / "DEPLOY.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```", PAPER, re.MULTILINE | re.DOTALL)
RUNS = re.compile(r"-m annotator (.+)")


def blocks(kind: str) -> list[str]:
    """The code blocks of one language."""
    return [text for language, text in BLOCKS if language == kind]


def runs() -> Iterator[str]:
    """Every call of the command line in a block, as a shell would read it."""
    for text in (*blocks("sh"), *blocks("ini")):
        for line in text.replace("\\\n", " ").split("\n"):
            for words in RUNS.findall(line):
                yield re.sub(r"\$\([^)]*\)", "NOW", words).rstrip("'").replace("%i", "8001")


def parsed(words: str) -> click.Context:
    """Read a call as click does, without running it; fails on an option that isn't there."""
    command: click.Command = verbs
    arguments, context = shlex.split(words), None
    while isinstance(command, click.Group):
        context = click.Context(command, parent=context)
        found = command.get_command(context, arguments[0])
        assert found, f"there is no verb {arguments[0]}"
        command, arguments = found, arguments[1:]
    return command.make_context(command.name, arguments, parent=context)


@pytest.mark.parametrize("words", sorted(set(runs())))
def test_a_command_of_the_paper_is_one_that_the_program_takes(words: str, tmp_path: Path) -> None:
    there = tmp_path / "move.zip"
    there.touch()
    parsed(words.replace("/var/backups/annotator/move.zip", str(there)))


def test_a_command_with_an_option_that_is_not_there_is_noticed() -> None:
    with pytest.raises(click.NoSuchOption):
        parsed("serve --workers 4")


def units() -> list[configparser.ConfigParser]:
    """The units, each as systemd would read it."""
    found = []
    for text in blocks("ini"):
        if not text.startswith("["):
            continue  # settings of the environment
        unit = configparser.ConfigParser(interpolation=None, delimiters=("=",))
        unit.optionxform = str  # type: ignore[assignment,method-assign]
        unit.read_string(text)
        found.append(unit)
    return found


def serving() -> click.Context:
    """What the unit of the service starts."""
    line = units()[0]["Service"]["ExecStart"]
    return parsed(RUNS.findall(line)[0])


def test_each_unit_has_known_sections_and_programs_with_a_full_path() -> None:
    assert len(units()) == 4
    for unit in units():
        assert set(unit.sections()) <= {"Unit", "Service", "Timer", "Install"}
        for key, value in unit.items("Service") if unit.has_section("Service") else ():
            assert not key.startswith("Exec") or value.startswith("/"), value


def test_the_service_gets_longer_to_stop_than_running_requests_get_to_finish() -> None:
    from annotator.cli.answering import LONGEST_DRAIN  # noqa: PLC0415

    assert int(units()[0]["Service"]["TimeoutStopSec"]) > LONGEST_DRAIN


def test_the_proxies_lead_to_the_port_and_prefix_of_the_service() -> None:
    options = serving().params
    nginx, caddy = blocks("nginx")[0], blocks("caddy")[0]
    assert f"proxy_pass http://127.0.0.1:{options['port']};" in nginx, "with a path behind it, the prefix would go"
    assert f"location {options['prefix']}/ {{" in nginx
    assert f"reverse_proxy {options['prefix']}/* 127.0.0.1:{options['port']}" in caddy
    for text in (nginx, caddy):
        assert options["trusted_hosts"][0] in text
    assert int(re.findall(r"client_max_body_size (\d+)m;", nginx)[0]) * 2**20 == LARGEST_REQUEST
    assert int(re.findall(r"max_size (\d+)MB", caddy)[0]) * 10**6 <= LARGEST_REQUEST


def test_the_headers_of_the_proxy_make_the_cookie_safe_and_keep_the_prefix(sqlite_instance: Instance) -> None:
    options = serving().params
    variables = {"$host": "labels.example.org", "$scheme": "https", "$server_port": "443", "$remote_addr": "192.0.2.7"}
    sent = dict(re.findall(r"proxy_set_header (\S+) (\S+);", blocks("nginx")[0]))
    headers = {name: variables[value] for name, value in sent.items()}
    app = create_app(sqlite_instance, options["prefix"], options["trusted_hosts"], behind_proxy=options["behind_proxy"])
    app.test_client_class = Client
    answer = app.test_client().get(f"{options['prefix']}/", headers=headers)
    assert answer.location == f"{options['prefix']}/sign-in"
    answer = app.test_client().get(f"{options['prefix']}/sign-in", headers=headers)
    assert answer.headers["Set-Cookie"].startswith("__Host-")
    assert "Secure" in answer.headers["Set-Cookie"]
    assert app.test_client().get("/sign-in", headers=headers).status_code == 404


def test_every_setting_of_the_environment_is_one_that_is_read() -> None:
    read = "\n".join(path.read_text(encoding="utf-8") for path in sources("annotator/**/*.py"))
    named = set(re.findall(r"\bANNOTATOR_\w+", PAPER))
    assert {"ANNOTATOR_DATABASE_URL", "ANNOTATOR_OIDC_ISSUER"} <= named
    assert [name for name in named if f'"{name}"' not in read] == []


def test_the_provider_named_in_the_paper_is_taken_and_sent_back_to_a_route(sqlite_instance: Instance) -> None:
    (settings,) = (text for text in blocks("ini") if not text.startswith("["))
    named = dict(line.split("=", 1) for line in settings.strip().split("\n"))
    provider = from_environment(named)
    assert provider
    assert provider.issuer == named["ANNOTATOR_OIDC_ISSUER"]
    adapter = create_app(sqlite_instance).url_map.bind("labels.example.org")
    (back,) = re.findall(r"`https://labels\.example\.org/annotator(/oidc/\w+)`", PAPER)
    assert adapter.match(back)[0] == "oidc.back"


def test_the_addresses_for_scripts_are_routes(sqlite_instance: Instance) -> None:
    adapter = create_app(sqlite_instance).url_map.bind("labels.example.org")
    calls = re.findall(r"curl (.*?)\s*https://labels\.example\.org/annotator(/\S+)$", PAPER, re.DOTALL | re.MULTILINE)
    assert len(calls) == 4
    for options, path in calls:
        endpoint, _ = adapter.match(path, method="POST" if "--data-binary" in options else "GET")
        assert endpoint.startswith("v1.")
