"""The program calls nobody: no module can reach another host, but the one that asks the sign-in provider."""

from pathlib import Path

import pytest

from tests.house.checkout import imported, name, sources

CLIENTS = ("aiohttp", "authlib", "ftplib", "http.client", "httpx", "requests", "smtplib", "urllib.request", "urllib3")
ALLOWED = "oidc"
"""The name of the module that speaks with the provider whom whoever runs the server has named."""


def calls_out(path: Path) -> bool:
    """Whether a module imports something that opens connections to other hosts."""
    return any(module == client or module.startswith(f"{client}.") for module in imported(path) for client in CLIENTS)


def test_no_module_can_call_an_address_that_a_user_gave() -> None:
    assert [name(path) for path in sources("annotator/**/*.py") if calls_out(path) and path.stem != ALLOWED] == []


@pytest.mark.parametrize("line", ["import requests", "from urllib.request import urlopen", "import authlib.jose"])
def test_an_import_that_calls_out_is_seen_wherever_it_stands(tmp_path: Path, line: str) -> None:
    module = tmp_path / "sly.py"
    module.write_text(f"from urllib.parse import urlsplit\ndef late():\n    {line}\n")
    assert calls_out(module)


def test_reading_an_address_is_no_call(tmp_path: Path) -> None:
    module = tmp_path / "plain.py"
    module.write_text("from urllib.parse import urlsplit\n")
    assert not calls_out(module)
