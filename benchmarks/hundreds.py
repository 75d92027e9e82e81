"""A library of 20 leaflets in 20 languages, made from baclofen, the one that all languages have.

Each leaflet has the words of baclofen's sentences in an order of its own, English and
translations alike, so that no line of one can be taken for a line of another; only the
sentences that the bundled leaflets really share are the same in all. Languages that nobody
has translated into borrow the catalogs of a language in the same script. What checks say of such
words is waived, as a clinic may: they are right to stumble, and nobody will read these sheets.
"""

import json
import random
import re
import shutil
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

from benchmarks.library import Place, copy
from benchmarks.measure import apart
from medleaf.build.library import Library
from medleaf.language import po, update, waivers
from medleaf.language.catalog import COMMON
from medleaf.language.checks import WAIVABLE
from medleaf.model.text import Sentence, Text
from medleaf.workspace import Workspace

LEAFLETS = 20
LENT = {
    "fa": "ur", "fil": "es", "ht": "fr", "it": "es", "ne": "hi", "nl": "de", "ro": "pl", "uk": "ru",
}  # fmt: skip
_BASE = "baclofen"
# Words with nothing but letters on either side: numbers and their units, marks, placeholders stay.
_RUN = re.compile(r"(?<!\S)[^\W\d_]+(?: [^\W\d_]+)+(?!\S)")
_HAN = re.compile("[\u4e00-\u9fff]{2,}")


def hundreds(source: Path, folder: Path) -> Place:
    """Make the library in *folder* and return it; nothing is printed yet."""
    place = copy(source, folder)
    apart("benchmarks.hundreds", place.root, LEAFLETS)
    return place


def shuffled(text: str, seed: int) -> str:
    """Return *text* with the words between its numbers and marks in another order."""
    chance = random.Random(f"{seed} {text}")  # noqa: S311  not a secret

    def mixed(found: re.Match[str]) -> str:
        between = " " if " " in found[0] else ""
        words = found[0].split() if between else [*found[0]]
        chance.shuffle(words)
        return between.join(words)

    return _HAN.sub(mixed, _RUN.sub(mixed, text))


def main(root: Path, leaflets: int) -> None:
    """Write the leaflets, the languages and the waivers; tell how many editions there are."""
    place = Workspace(root)
    for file in place.leaflet_files:
        if file.stem != _BASE:
            file.unlink()
    for tag, lender in LENT.items():
        _lend(place, lender, tag)
    library = Library(place, date(2026, 1, 1))
    for n in range(2, leaflets + 1):
        _write(library, f"{_BASE}-{n}", partial(shuffled, seed=n))
    library = Library(place, date(2026, 1, 1))
    for tag in library.tags:
        _waive(library, tag)
    sys.stdout.write(json.dumps(len(library.offered())))


def _lend(place: Workspace, lender: str, tag: str) -> None:
    """Give the language *tag* the settings and the catalogs of *lender*."""
    (place.locales / tag / "LC_MESSAGES").mkdir(parents=True)
    shutil.copy(place.locale(lender), place.locale(tag))
    for domain in (*COMMON, _BASE):
        lent = po.read(place.catalog(lender, domain))
        own = replace(lent, header=update.new_header(tag))
        place.catalog(tag, domain).write_text(own.dump(), "utf-8")


def _write(library: Library, name: str, mix: Callable[[str], str]) -> None:
    """Write the leaflet *name*: the base with every sentence mixed that is not shared."""
    place, base = library.workspace, library.leaflet(_BASE)

    def change(sentence: Sentence) -> Text:
        return sentence.text if sentence.text in library.phrases else Text(mix(sentence.text))

    data = base.rewrite(change).model_dump(mode="json", exclude_defaults=True, exclude={"id"})
    text = json.dumps({"kind": base.kind, **data}, ensure_ascii=False, indent=1)  # which is YAML
    place.leaflet(name).write_text(text, "utf-8")
    for tag in library.tags:
        if (file := place.catalog(tag, _BASE)).is_file():
            catalog = po.read(file)
            entries = tuple(
                entry.changed(id=mix(entry.id), strings=tuple(map(mix, entry.strings)))
                for entry in catalog.entries
            )
            place.catalog(tag, name).write_text(replace(catalog, entries=entries).dump(), "utf-8")


def _waive(library: Library, tag: str) -> None:
    """Waive whatever the checks would keep from being printed in *tag*."""
    prepared = [library.prepare(pair) for pair in library.offered() if pair.tag == tag]
    found = {it for edition in prepared for it in edition.found if it.blocks}
    beyond = [str(it.problem) for it in found if it.check not in WAIVABLE or not it.mark]
    assert not beyond, beyond[:5]
    reason = "made to be measured\tbenchmark\t2026-01-01"
    rows = sorted({f"{it.mark}\t{it.check}\t{reason}" for it in found})
    lines = ["\t".join(waivers.COLUMNS), *rows]
    library.workspace.waivers(tag).write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
