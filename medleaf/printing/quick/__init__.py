"""The same pages from less work: mends of WeasyPrint that spare what it does twice.

Every PDF is byte for byte what WeasyPrint makes without them; ``tests/test_quick.py`` holds
each mend to that, alone and with all others. A mend is a module with an ``install``; it
wraps or replaces functions of WeasyPrint and says what it spares, why the output cannot
change, what it keeps in memory, and which change of WeasyPrint would make it needless.

They rely on the inside of a library, so they are active only for the versions they were
proven on, else not at all. Off with ``quick = false`` in clinic.toml, or for one command
with the environment variable ``MEDLEAF_QUICK=0``.
"""

import logging
import os
from collections.abc import Iterable
from importlib import import_module

# On these the bytes were compared.
PROVEN = {
    "weasyprint": "70.0",
    "pydyf": "0.13.0",
    "tinyhtml5": "2.1.0",
    "cssselect2": "0.10.1",
}

# In the order in which they are installed; any of them works without the others.
MENDS: tuple[str, ...] = (
    "collector",
    "frames",
    "cycles",
    "parsing",
    "trees",
    "matches",
    "cascade",
    "computed",
    "styles",
    "values",
    "used",
    "contexts",
    "lines",
    "glyphs",
    "backgrounds",
    "borders",
    "pictures",
    "floats",
    "collisions",
    "margins",
    "walks",
    "markers",
    "running",
    "numbers",
    "streams",
    "subsets",
)

_SWITCH = "MEDLEAF_QUICK"

_log = logging.getLogger(__name__)
_installed: list[str] = []


def install(names: Iterable[str] | None = None) -> tuple[str, ...]:
    """Install the mends *names*, by default all, in this process; return what is installed.

    To be called once, after WeasyPrint was imported and before anything is laid out.
    Installs nothing, and says so in the log, where a library has another version than the
    one the mends were proven on. Raises KeyError for a name that is no mend.
    """
    wanted = MENDS if names is None else tuple(names)
    if unknown := sorted(set(wanted) - set(MENDS)):
        raise KeyError(", ".join(unknown))
    if os.environ.get(_SWITCH) == "0":
        return ()
    if strange := _strangers():
        _log.warning("printing without the quick mends: they are not proven on %s", strange)
        return ()
    for name in MENDS:
        if name in wanted and name not in _installed:
            import_module(f"{__name__}.{name}").install()
            _installed.append(name)
    return tuple(_installed)


def choose(*, mends: bool) -> None:
    """Say whether this process and those it starts print with the mends.

    To be called before anything is laid out. What the environment forbids stays forbidden.
    """
    if not mends:
        os.environ[_SWITCH] = "0"


def version(name: str) -> str:
    """Return the version of a library as it says it itself: to ask the package takes longer."""
    return str(import_module(name).__version__)


def _strangers() -> str:
    found = {name: version(name) for name in PROVEN}
    return ", ".join(f"{name} {found[name]}" for name in PROVEN if found[name] != PROVEN[name])
