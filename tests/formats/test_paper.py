"""docs/formats.md says what there is: every format once, and the labelling interface as the code makes it."""

import re

from annotator.core.presets import preset
from annotator.formats import FORMATS
from annotator.formats.label_studio import configuration
from tests.house.checkout import ROOT

PAPER = (ROOT / "docs/formats.md").read_text(encoding="utf-8")


def test_the_table_names_the_formats_and_says_which_are_folders() -> None:
    rows = re.findall(r"^\| `([\w-]+)` \| (file|folder)", PAPER, re.MULTILINE)
    assert sorted(rows) == sorted((one.name, "file" if one.suffix else "folder") for one in FORMATS)


def test_the_labelling_interface_of_the_paper_is_the_one_of_the_preset_full() -> None:
    [printed] = re.findall(r"^```xml\n(.*?)^```", PAPER, re.MULTILINE | re.DOTALL)
    assert printed == configuration(preset("full"))
