"""What a reader gets out of a PDF, in words, beside what was said on the page.

A word is an unbroken run of letters, their marks and digits; a Chinese character is a word of
its own. Texts are compared in NFC, without what typography adds for the eye only: soft hyphens,
joiners, isolates. A mark of direction, which readers put between runs, ends a word.
"""

import re
import subprocess
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

import pypdfium2

HELPERS = dict.fromkeys(map(ord, "\u00ad\u200b\u200e\u200f\u2060\u2066\u2067\u2068\u2069\ufffe"))
DIRECTIONS = dict.fromkeys(map(ord, "\u202a\u202b\u202c\u202d\u202e"), " ")
FORWARD = re.compile(r"[\w+:./-]+(?: [\w+:./-]+)*", re.ASCII)
JOINERS = "\u200c\u200d"  # part of words in Indic scripts and Urdu


def poppler(data: bytes, folder: Path) -> str:
    """Text as pdftotext finds it."""
    return _poppler(data, folder, "pdftotext", "-enc", "UTF-8", "{}", "-")


def structure(data: bytes, folder: Path) -> str:
    """The tree of tags and their text as pdfinfo shows it."""
    return _poppler(data, folder, "pdfinfo", "-enc", "UTF-8", "-struct-text", "{}")


def held(data: bytes, folder: Path, *, backward: bool) -> str:
    """The text of the tree of tags, line by line.

    pdfinfo shows a line as it is drawn, from left to right: a *backward* one is turned round,
    without what runs forward in it.
    """
    lines = re.findall('"(.*)"', structure(data, folder))
    if backward:
        lines = [FORWARD.sub(lambda run: run[0][::-1], line)[::-1] for line in lines]
    return "\n".join(lines)


def _poppler(data: bytes, folder: Path, *command: str) -> str:
    file = folder / "sheet.pdf"
    file.write_bytes(data)
    words = [word.format(file) for word in command]
    return subprocess.run(words, capture_output=True, check=True).stdout.decode()


def pdfium(data: bytes) -> str:
    """Text as the reader in Chrome and Edge finds it."""
    document = pypdfium2.PdfDocument(data)
    text = "\n".join(side.get_textpage().get_text_bounded() for side in document)
    document.close()
    return text


def words(text: str) -> list[str]:
    """Return the words of *text* in order."""
    found = [""]
    for letter in unicodedata.normalize("NFC", text.translate(HELPERS).translate(DIRECTIONS)):
        if "\u3400" <= letter <= "\u9fff":
            found += [letter, ""]
        elif unicodedata.category(letter)[0] in "LMN" or letter in JOINERS:
            found[-1] += letter
        else:
            found.append("")
    return [word for word in found if word]


def share(said: Iterable[str], found: Iterable[str]) -> float:
    """Return how many of the words *said* are *found*, each as often as it was said."""
    wanted = Counter(said)
    return sum((wanted & Counter(found)).values()) / sum(wanted.values())


def in_order(sentences: Iterable[Sequence[str]], found: Sequence[str]) -> float:
    """Return how many of the words of *sentences* stand in sentences found whole, in order."""
    text = f" {' '.join(found)} "
    right = total = 0
    for sentence in sentences:
        total += len(sentence)
        right += len(sentence) * (f" {' '.join(sentence)} " in text)
    return right / total
