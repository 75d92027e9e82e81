"""Compiles the hot modules of WeasyPrint, and the quick mends, into the environment it runs in.

``python compile.py`` needs Cython 3 and a C compiler. Each module gets an extension beside its
source, which Python prefers; to go back, delete them. Nothing in a source is changed; a module
that Cython cannot read stays as it is. docs/speed.md says what it brings and what it costs.
"""

import os
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

from medleaf.printing.quick import PROVEN

# Where two thirds of the time of a leaflet go.
HOT = {
    "weasyprint": "anchors document stacking",
    "weasyprint.css": "__init__ computed_values functions tokens",
    "weasyprint.draw": "__init__ border color text",
    "weasyprint.formatting_structure": "boxes build",
    "weasyprint.layout": (
        "__init__ absolute background block float inline min_max page percent preferred replaced"
        " table"
    ),
    "weasyprint.pdf": "stream tags",
    "weasyprint.text": "fonts line_break",
    "medleaf.printing.quick": (
        "backgrounds cascade computed contexts floats glyphs lines matches numbers running styles"
        " used values"
    ),
}
SUFFIX = sysconfig.get_config_var("EXT_SUFFIX")
# Hints of types are hints: without this, Cython would make C numbers of them.
CYTHON = ("cython", "-3", "-X", "annotation_typing=False")
# As Python itself is built: integers wrap, no asserts of Cython's own.
CC = ("cc", "-O2", "-g0", "-fwrapv", "-fPIC", "-shared", "-DNDEBUG", "-w")


def hot() -> Iterator[tuple[str, Path]]:
    """Yield each hot module: its name, and the file of its source."""
    for package, names in HOT.items():
        spec = find_spec(package)
        if spec is None or not spec.submodule_search_locations:
            raise SystemExit(f"{package} is not installed here")
        folder = Path(spec.submodule_search_locations[0])
        for name in names.split():
            whole = package if name == "__init__" else f"{package}.{name}"
            yield whole, folder / f"{name}.py"


def build(name: str, source: Path) -> str:
    """Compile one module; return what there is to say of it."""
    target = source.with_name(source.stem + SUFFIX)
    with TemporaryDirectory() as folder:
        code, made = Path(folder) / "module.c", Path(folder) / target.name
        read = [sys.executable, "-m", *CYTHON, "--module-name", name, str(source), "-o", str(code)]
        if subprocess.run(read, check=False, capture_output=True).returncode:
            return f"{name} stays as it is: Cython cannot read it"
        include = f"-I{sysconfig.get_path('include')}"
        subprocess.run([*CC, include, str(code), "-o", str(made)], check=True)
        shutil.copy(made, target)
    return f"{name} {target.stat().st_size / 1e6:.1f} MB"


def main() -> None:
    """Compile all of them, as many at once as there are processors."""
    if version("weasyprint") != PROVEN["weasyprint"]:
        raise SystemExit(f"proven on WeasyPrint {PROVEN['weasyprint']} only")
    with ThreadPoolExecutor(os.cpu_count()) as crew:
        for said in crew.map(lambda module: build(*module), hot()):
            print(said, flush=True)


if __name__ == "__main__":
    main()
