"""The house stays easy to see: documents tell the truth, modules stay small."""

import ast
import re
import subprocess
import sys
import tomllib
from datetime import date
from pathlib import Path

import pytest

from medleaf.build.library import Library
from medleaf.build.start import start
from medleaf.faces.cli import app
from medleaf.faces.translate import translate
from medleaf.model.problem import PressError
from medleaf.workspace import Workspace, read_clinic

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")
MODULES = sorted((ROOT / "medleaf").rglob("*.py"))
MOST_LINES = 420
MOST_FUNCTION_LINES = 75


def commands() -> list[str]:
    top = [name for name in app if not name.startswith("-") and name != "translate"]
    return top + [f"translate {name}" for name in translate if not name.startswith("-")]


@pytest.mark.parametrize("command", commands())
def test_every_command_is_in_the_readme(command):
    assert f"./generate.py {command}" in README


def test_every_command_in_the_documents_exists():
    texts = [README, (ROOT / "CONTRIBUTING.md").read_text("utf-8")]
    named = {
        found
        for text in texts
        for found in re.findall(r"generate\.py ((?:translate )?[a-z]+)", text)
    }
    assert named <= set(commands())


def test_every_file_the_readme_links_to_is_there():
    links = re.findall(r"\]\((?!https?:)([^)#]+)\)", README)
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []


@pytest.mark.parametrize("page", sorted((ROOT / "docs").glob("*.md")), ids=lambda p: p.name)
def test_the_pages_for_translators_are_whole_and_light(page):
    links = re.findall(r"\]\((?!https?:)([^)#]+)\)", page.read_text("utf-8"))
    files = [page.parent / link for link in links]
    assert files
    assert [file for file in files if not file.exists()] == []
    assert [file for file in files if file.stat().st_size > 150_000] == []


def test_the_readme_lists_the_leaflets_and_their_languages():
    library = Library(Workspace(ROOT), date(2026, 1, 1))
    for name in library.ids:
        tags = ", ".join(re.findall(rf"^\| {name} \|.*\| (.*) \|$", README, re.MULTILINE))
        assert set(tags.split(", ")) == {p.tag for p in library.offered() if p.leaflet == name}


def test_make_knows_the_commands_of_the_readme():
    makefile = (ROOT / "Makefile").read_text("utf-8")
    for target in set(re.findall(r"make ([a-z]+)", README)) - {"sure"}:
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target


def test_the_map_fits_on_a_page():
    assert len((ROOT / "ARCHITECTURE.md").read_text("utf-8").splitlines()) <= 120


@pytest.mark.parametrize("module", MODULES, ids=lambda m: str(m.relative_to(ROOT)))
def test_every_module_can_be_read_in_one_sitting(module):
    source = module.read_text("utf-8")
    lengths = [
        node.end_lineno - node.lineno + 1
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.FunctionDef)
    ]
    assert len(source.splitlines()) <= MOST_LINES
    assert max(lengths, default=0) <= MOST_FUNCTION_LINES


def test_the_versions_that_are_installed_are_the_ones_that_are_pinned():
    """`pip` was asked to keep to constraints.txt; a package that strays changes pages unseen."""
    pins = dict(
        line.split("==")
        for line in (ROOT / "constraints.txt").read_text("utf-8").splitlines()
        if line
    )
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["test"]]
    names = {re.match(r"[A-Za-z0-9-]+", line)[0].lower() for line in wanted}
    pinned = {name.lower().replace("_", "-") for name in pins}
    assert names <= pinned


def test_a_new_workspace_is_whole_and_nothing_is_overwritten(tmp_path):
    start(tmp_path / "clinic")
    place = Workspace(tmp_path / "clinic")
    assert read_clinic(place).phone
    bundled = Library(Workspace(ROOT), date(2026, 1, 1))
    assert Library(place, bundled.today).offered() == bundled.offered()
    with pytest.raises(PressError, match="is there already"):
        start(tmp_path / "clinic")


def test_without_a_clinic_toml_the_command_says_where_to_go(tmp_path):
    code = (
        "from medleaf.faces.door import main; import sys; sys.argv = ['medleaf', 'status']; main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        env={"PYTHONPATH": str(ROOT), "PATH": ""},
    )
    assert done.returncode == 1
    assert "no clinic.toml here" in done.stderr
