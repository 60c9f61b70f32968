"""Libraries that only some formats need: asked for when the format is, and named with the extra that brings them."""

from importlib import import_module
from types import ModuleType

from annotator.core.errors import Refused


def needed(module: str, extra: str, for_what: str) -> ModuleType:
    """Return a module; where it is not installed, refuse with the sentence that says how to get it."""
    try:
        return import_module(module)
    except ImportError:
        command = f"pip install 'marginalia-annotator[{extra}]', or make setup EXTRAS=all beside the Makefile"
        raise Refused(for_what, f"needs {module.partition('.')[0]}, which is not installed: {command}") from None
