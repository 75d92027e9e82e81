"""What directions say in each language, as it was read and approved, word for word.

After a wanted change of words: ``pytest tests/test_directions_golden.py --accept``, then read.
"""

import json
from pathlib import Path

import pytest

from medleaf import directions_text
from medleaf.workspace import Workspace

HERE = Path(__file__).parent
DOSAGES = json.loads((HERE / "data" / "dosages.json").read_text("utf-8"))
TAGS = Workspace(HERE.parent).tags


@pytest.mark.parametrize("tag", TAGS)
def test_directions_say_what_we_approved(tag, request):
    said = (f"# {name}\n{directions_text(dosages, tag)}\n" for name, dosages in DOSAGES.items())
    made = "\n".join(said)
    file = HERE / "golden" / f"directions.{tag}.txt"
    if request.config.getoption("--accept"):
        file.write_text(made, "utf-8")
    assert made == file.read_text("utf-8")
