"""Asks hunspell which words it does not know, where it is installed."""

import re
import shutil
import subprocess
from collections.abc import Callable
from functools import cache
from pathlib import Path

Misspelt = Callable[[frozenset[str]], frozenset[str]]
_SECONDS = 30


def spelling(tag: str) -> Misspelt | None:
    """Return what tells the unknown words of the language *tag*; None without a dictionary."""
    program = shutil.which("hunspell")
    dictionary = _dictionaries(program).get(tag.partition("_")[0]) if program else None
    if program is None or dictionary is None:
        return None

    def misspelt(words: frozenset[str]) -> frozenset[str]:
        done = subprocess.run(  # noqa: S603  a program of the system, words on its input
            [program, "-i", "utf-8", "-d", dictionary, "-l"],
            input="\n".join(sorted(words)),
            capture_output=True,
            text=True,
            check=False,
            timeout=_SECONDS,
        )
        return frozenset(done.stdout.split())

    return misspelt


@cache
def _dictionaries(program: str) -> dict[str, str]:
    """Return the dictionaries that hunspell finds, by language."""
    done = subprocess.run(  # noqa: S603  as above
        [program, "-D"], input="", capture_output=True, text=True, check=False, timeout=_SECONDS
    )
    names = re.findall(r"^(/\S+?)(?:\.aff)?$", done.stderr + done.stdout, re.MULTILINE)
    found: dict[str, str] = {}
    for name in sorted(names):
        found.setdefault(Path(name).name.partition("_")[0], name)
    return found
