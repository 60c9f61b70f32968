"""The HTTP API for scripts: projects, pages, labellings, predictions; described by the document it serves."""

from . import labellings, openapi, pages, passes, projects, screen
from .described import blueprint

__all__ = ["blueprint", "labellings", "openapi", "pages", "passes", "projects", "screen"]
