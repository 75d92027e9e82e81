"""Bring fonts into ``fonts/``: copy, mend or cut each one, then write ``manifest.toml``.

    python -m medleaf.printing.cut PACKAGES [FONTS]

PACKAGES is a folder with one folder per unpacked package (``fonts/README.md`` has the commands);
FONTS is where the fonts go, by default ``fonts``. The same packages and the same fontTools give
the same bytes: nothing is dated by the clock.

All fonts are static TrueType: a variable font costs WeasyPrint 35 to 60 ms per document, and of
a CFF font it embeds five times as much (both measured with WeasyPrint 70).

The licence (SIL OFL 1.1, clause 3) lets a changed font keep its name unless that name is reserved.
Noto reserves none and Noto Sans SC reserves only "Source", so fonts are mended in the file itself.
"""

import argparse
import bz2
import hashlib
import json
import re
import shutil
from dataclasses import dataclass
from pathlib import Path

import fontTools
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

NOTO = "fonts-noto-core"
NOTO_FOLDER = "usr/share/fonts/truetype/noto"
NOTO_SC = "@expo-google-fonts/noto-sans-sc"
UNICODE = "unicode-data"
UNIHAN = "usr/share/unicode/Unihan_OtherMappings.txt.bz2"

LICENCE = "LICENSE-OFL.txt"

CHINESE = "GB 2312, the General Standard Chinese Characters of 2013, Latin-1, punctuation, symbols"
# Noto Sans lacks even "at least".
MATHS = "←↑→↓↔\N{MINUS SIGN}≈≠≤≥"
SYMBOLS = "■□▲▶▼◀○●☎☐☑☒⚠✓✔✗✘"
SPACES = " \N{NO-BREAK SPACE}"  # Pango sets a space in the font of the sign before it


@dataclass(frozen=True, slots=True)
class Package:
    """An unpacked package; *label* is what the manifest calls it, with its version."""

    label: str
    folder: Path


@dataclass(frozen=True, slots=True)
class Recipe:
    """How one file of ``fonts/`` is made from the file *source* of a package.

    *scripts* are ISO 15924 codes. *keep* are the characters a cut font keeps, or `CHINESE`.
    *weight* is given to a font that claims a wrong one.
    """

    file: str
    package: str
    source: str
    scripts: tuple[str, ...]
    keep: str = ""
    weight: int | None = None


def _noto(name: str, *scripts: str, keep: str = "", weight: int | None = None) -> Recipe:
    return Recipe(f"{name}.ttf", NOTO, f"{NOTO_FOLDER}/{name}.ttf", scripts, keep, weight)


def _noto_sc(style: str, weight: int) -> Recipe:
    source = f"{weight}{style}/NotoSansSC_{weight}{style}.ttf"
    return Recipe(f"NotoSansSC-{style}.ttf", NOTO_SC, source, ("Hans",), CHINESE)


RECIPES = (
    _noto("NotoSans-Regular", "Latn", "Cyrl", "Grek"),
    _noto("NotoSans-Bold", "Latn", "Cyrl", "Grek"),
    _noto("NotoSansArabic-Regular", "Arab"),
    _noto("NotoSansArabic-Bold", "Arab"),
    _noto("NotoNastaliqUrdu-Regular", "Aran"),
    _noto("NotoNastaliqUrdu-Bold", "Aran", weight=700),  # says 400, so bold was never found
    _noto("NotoSansDevanagari-Regular", "Deva"),
    _noto("NotoSansDevanagari-Bold", "Deva"),
    _noto("NotoSansBengali-Regular", "Beng"),
    _noto("NotoSansBengali-Bold", "Beng"),
    _noto_sc("Regular", 400),
    _noto_sc("Bold", 700),
    _noto("NotoSansMath-Regular", "Zmth", keep=MATHS),
    _noto("NotoSansSymbols2-Regular", "Zsym", keep=SYMBOLS),
)


def packages(folder: Path) -> dict[str, Package]:
    """Find the packages unpacked in *folder*, by name.

    ``dpkg-deb -R`` leaves a package's name and version in DEBIAN/control, npm in package.json.
    """
    found = {}
    for control in folder.glob("*/DEBIAN/control"):
        text = control.read_text("utf-8")
        fields = dict(re.findall(r"^(Package|Version): (\S+)$", text, re.MULTILINE))
        name, version = fields["Package"], fields["Version"]
        found[name] = Package(f"Debian {name} {version}", control.parent.parent)
    for about in folder.glob("*/package.json"):
        fields = json.loads(about.read_text("utf-8"))
        name, version = fields["name"], fields["version"]
        found[name] = Package(f"npm {name} {version}", about.parent)
    return found


def gb2312() -> set[str]:
    """Return all characters of GB 2312-80, 6,763 hanzi and 682 others, by Python's codec."""
    cells = (bytes((row, cell)) for row in range(0xA1, 0xF8) for cell in range(0xA1, 0xFF))
    return set("".join(cell.decode("gb2312", errors="ignore") for cell in cells))


def general_standard(unihan: Path) -> set[str]:
    """Return the 8,105 General Standard Chinese Characters of 2013: Unihan's kTGH.

    It has 1,467 that GB 2312 has not, among them many of people's names.
    """
    text = bz2.decompress(unihan.read_bytes()).decode("utf-8")
    return {chr(int(code, 16)) for code in re.findall(r"^U\+(\w+)\tkTGH\t", text, re.MULTILINE)}


def chinese(unihan: Path) -> set[str]:
    """Return what a Chinese leaflet may be written with: `CHINESE`."""
    blocks = (
        (0x0020, 0x007F), (0x00A0, 0x0100),  # Latin and Latin-1
        (0x2000, 0x2070), (0x3000, 0x3040),  # punctuation, general and CJK
        (0xFF00, 0xFFF0),  # full-width forms
    )  # fmt: skip
    ranges = {chr(code) for first, end in blocks for code in range(first, end)}
    return gb2312() | general_standard(unihan) | ranges | set(MATHS + SYMBOLS)


def cut(font: TTFont, keep: set[str]) -> None:
    """Take from *font* all that is not needed to set *keep* on paper, in horizontal lines.

    Hinting is for screens, and metrics of vertical lines weigh 4 kB in every Chinese PDF.
    """
    options = Options(layout_features=["*"], name_IDs=["*"], name_languages=["*"], hinting=False)
    options.drop_tables += ["vhea", "vmtx", "VORG", "STAT"]
    subsetter = Subsetter(options)
    subsetter.populate(text="".join(sorted(keep)))
    subsetter.subset(font)


def make(recipe: Recipe, found: dict[str, Package], target: Path) -> str:
    """Write the font of *recipe* to *target* and say what was done to it, if anything."""
    source = found[recipe.package].folder / recipe.source
    if not (recipe.keep or recipe.weight):
        shutil.copyfile(source, target)
        return ""
    font = TTFont(source, recalcTimestamp=False, recalcBBoxes=False)
    done = []
    if recipe.weight:
        done.append(f"usWeightClass {font['OS/2'].usWeightClass} made {recipe.weight}")
        font["OS/2"].usWeightClass = recipe.weight
    if recipe.keep == CHINESE:
        cut(font, chinese(found[UNICODE].folder / UNIHAN))
        done.append(f"only {CHINESE} kept ({found[UNICODE].label})")
    elif recipe.keep:
        cut(font, set(recipe.keep + SPACES))
        done.append(f"only {recipe.keep} and spaces kept")
    font.save(target)
    return f"{'; '.join(done)}; fontTools {fontTools.version}"


def entry(recipe: Recipe, source: str, target: Path, done: str) -> str:
    """Describe the font in *target* for the manifest, by what the file itself says."""
    data = target.read_bytes()
    font = TTFont(target)
    name = font["name"].getDebugName
    values = {
        "file": recipe.file,
        "family": name(16) or name(1),
        "weight": font["OS/2"].usWeightClass,
        "version": name(5).removeprefix("Version ").split(";")[0],
        "sha256": hashlib.sha256(data).hexdigest(),
        "bytes": len(data),
        "scripts": recipe.scripts,
        "source": source,
        "licence": LICENCE,
        "cut": done,
    }
    # A JSON string, number or list of strings is a TOML one too.
    lines = (f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in values.items())
    return "\n".join(("[[font]]", *lines, ""))


def main() -> None:
    """Make all fonts and the manifest."""
    parser = argparse.ArgumentParser(description="Bring fonts in, and write their manifest.")
    parser.add_argument("packages", type=Path, help="folder with a folder per unpacked package")
    parser.add_argument("fonts", type=Path, nargs="?", default=Path("fonts"))
    arguments = parser.parse_args()
    found = packages(arguments.packages)
    entries = []
    for recipe in RECIPES:
        target = arguments.fonts / recipe.file
        done = make(recipe, found, target)
        entries.append(entry(recipe, found[recipe.package].label, target, done))
    head = "# Written by medleaf.printing.cut; do not edit.\n"
    (arguments.fonts / "manifest.toml").write_text("\n".join((head, *entries)), "utf-8")


if __name__ == "__main__":
    main()
