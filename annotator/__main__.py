"""The way in: `python -m annotator` and the installed script `annotator`."""

import os

from annotator.cli import verbs


def main() -> None:
    """Run the command line; everything it makes is for its owner's eyes alone."""
    os.umask(0o077)
    verbs(prog_name="annotator")


if __name__ == "__main__":
    main()
