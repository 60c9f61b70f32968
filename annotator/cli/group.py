"""The group of all verbs: each is loaded when it is asked for, and each failure is said in one sentence."""

import os
import traceback
from importlib import import_module
from typing import Any

import click

from annotator.core.errors import Refused

from .table import VERBS


class Verbs(click.Group):
    """A group that loads only the verb it runs; `ANNOTATOR_TRACEBACK=1` shows where a failure arose."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """Return the verbs in the order of the table."""
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Return a verb; None where there is none of that name."""
        if cmd_name not in VERBS:
            return None
        module, name, _ = VERBS[cmd_name]
        found: click.Command = getattr(import_module(f"annotator.cli.{module}"), name)
        return found

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """List the verbs as the table says them: loading all of them would take a second."""
        with formatter.section("Commands"):
            formatter.write_dl([(verb, sentence) for verb, (_, _, sentence) in VERBS.items()])

    def invoke(self, ctx: click.Context) -> Any:
        """Run the verb; what it refuses ends with status 1."""
        try:
            return super().invoke(ctx)
        except (click.exceptions.Exit, click.ClickException, click.Abort, BrokenPipeError):
            raise
        except Exception as error:  # noqa: BLE001 - nobody is shown a traceback
            if os.environ.get("ANNOTATOR_TRACEBACK"):
                traceback.print_exc()
            raise click.ClickException(_sentence(error)) from None


def _sentence(error: Exception) -> str:
    if isinstance(error, Refused):
        return str(error)
    # Here, because help alone needs no database.
    from sqlalchemy.exc import DBAPIError  # noqa: PLC0415

    if isinstance(error, DBAPIError):
        return f"the database can't do this: {str(error.orig).strip().splitlines()[0]}"
    if isinstance(error, OSError):
        place = f"{error.filename}: " if error.filename else ""
        return f"{place}{(error.strerror or str(error)).lower()}"
    shown = str(error).splitlines()[0] if str(error) else "no more is known"
    return f"something unexpected happened ({type(error).__name__}: {shown}); ANNOTATOR_TRACEBACK=1 shows where"
