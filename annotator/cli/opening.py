"""What every verb shares: opening the instance it works on, and turning refusals into one sentence."""

import functools
import os
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any, Concatenate, ParamSpec

import click
from sqlalchemy.exc import DBAPIError

from annotator.core.errors import Refused
from annotator.store.instance import Instance
from annotator.workflow.backup import before_migration

P = ParamSpec("P")
DEFAULT_FOLDER = "instance"


class Verbs(click.Group):
    """A group of verbs that says every failure in one sentence; `ANNOTATOR_TRACEBACK=1` shows where it arose."""

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


def opened(verb: Callable[Concatenate[Instance, P], None]) -> Callable[..., None]:
    """Give a verb the option --instance and the opened instance as its first argument."""

    @click.option(
        "--instance",
        "folder",
        metavar="DIR",
        help="Instance folder (else ANNOTATOR_INSTANCE, else ./instance); made when it isn't there.",
    )
    @click.pass_context
    @functools.wraps(verb)
    def run(context: click.Context, /, folder: str | None, *args: P.args, **values: P.kwargs) -> None:
        instance = Instance.open(chosen_folder(context, folder), before_migration=before_migration)
        try:
            verb(instance, *args, **values)
        finally:
            instance.close()

    return run


def chosen_folder(context: click.Context, folder: str | None) -> Path:
    """Return the folder named after the verb, before it, by the environment, or the default one."""
    return Path(folder or context.find_root().obj or os.environ.get("ANNOTATOR_INSTANCE") or DEFAULT_FOLDER)


def _sentence(error: Exception) -> str:
    if isinstance(error, Refused):
        return str(error)
    if isinstance(error, DBAPIError):
        return f"the database can't do this: {str(error.orig).strip().splitlines()[0]}"
    if isinstance(error, OSError):
        place = f"{error.filename}: " if error.filename else ""
        return f"{place}{(error.strerror or str(error)).lower()}"
    shown = str(error).splitlines()[0] if str(error) else "no more is known"
    return f"something unexpected happened ({type(error).__name__}: {shown}); ANNOTATOR_TRACEBACK=1 shows where"
