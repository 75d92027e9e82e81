"""The law of ``fonts/``: the manifest tells the truth about every file in the folder.

A font is static TrueType, regular or bold, is found as such by fontconfig, has every character
its languages are written with, and comes with the licence it is under.
"""

import hashlib
import shutil
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

from medleaf.printing import cut

FONTS = Path(__file__).parents[1] / "fonts"
MANIFEST: list[dict[str, Any]] = tomllib.loads((FONTS / "manifest.toml").read_text("utf-8"))["font"]
KEYS = {"file", "family", "weight", "version", "sha256", "bytes", "scripts", "source", "licence",
        "cut"}  # fmt: skip
LARGEST = 60_000_000  # bytes, of the folder
BOLD = 700  # in CSS
BOLD_BIT = 1 << 5  # in OS/2 fsSelection

VIETNAMESE = "".join(map(chr, range(0x1EA0, 0x1EFA))) + "ĂăÂâĐđÊêÔôƠơƯư"
RUSSIAN = "".join(map(chr, range(0x410, 0x450))) + "Ёё"
POLISH = "ĄąĆćĘęŁłŃńÓóŚśŹźŻż"
WESTERN = "".join(map(chr, range(0xA1, 0x100))) + "ŒœŸẞ"
SIGNS = "°µ½¼¾⅓⅔±\N{MULTIPLICATION SIGN}\N{EN DASH}\N{EM DASH}…·•"
UNSEEN = "\u00a0\u00ad\u2011\u200b\u200c\u200d\u200e\u200f\u202f\u2060\u2066\u2067\u2068\u2069"
ARABIC = "".join(map(chr, [*range(0x621, 0x63B), *range(0x640, 0x653), *range(0x660, 0x66A)]))
URDU = (
    "آأابپتٹثجچحخدڈذرڑزژسشصضطظعغفقکگلمنںوؤہۂۃھءیئےۓ،؛؟٪\u06d4"
    "\u064b\u064e\u064f\u0650\u0651\u0654\u0670" + "".join(map(chr, range(0x6F0, 0x6FA)))
)
HINDI = "".join(map(chr, [*range(0x901, 0x93A), *range(0x93C, 0x94E), *range(0x966, 0x970)])) + "।"
BENGALI = "অআইঈউঊঋএঐওঔকখগঘঙচছজঝঞটঠডঢণতথদধনপফবভমযরলশষসহড়ঢ়য়ৎংঃঁািীুূৃেৈোৌ্ৗ০১২৩৪৫৬৭৮৯।"
REPERTOIRES = {
    "Noto Sans": WESTERN + POLISH + RUSSIAN + VIETNAMESE + SIGNS + UNSEEN,
    "Noto Sans Arabic": ARABIC + "،؛؟",
    "Noto Nastaliq Urdu": URDU,
    "Noto Sans Devanagari": HINDI,
    "Noto Sans Bengali": BENGALI,
    "Noto Sans SC": "".join(cut.gb2312()) + cut.MATHS + "■□▲▼◀▶○●☎⚠✓玥珺堃喆\U0002c542",
    "Noto Sans Math": cut.MATHS,
    "Noto Sans Symbols2": cut.SYMBOLS,
}

each_font = pytest.mark.parametrize("entry", MANIFEST, ids=lambda entry: str(entry["file"]))


def test_the_manifest_lists_the_folder() -> None:
    """Every file is listed once, and made by a recipe."""
    listed = [entry["file"] for entry in MANIFEST]
    others = {"manifest.toml", cut.LICENCE, "README.md"}
    assert sorted([*listed, *others]) == sorted(path.name for path in FONTS.iterdir())
    assert listed == [recipe.file for recipe in cut.RECIPES]


def test_the_folder_is_small() -> None:
    """A clinic can keep it in its repository."""
    assert sum(path.stat().st_size for path in FONTS.iterdir()) <= LARGEST


@each_font
def test_an_entry_says_what_the_file_says(entry: dict[str, Any]) -> None:
    """Nothing in the manifest is only asserted."""
    data = (FONTS / entry["file"]).read_bytes()
    font = TTFont(FONTS / entry["file"])
    assert entry.keys() == KEYS
    assert entry["sha256"] == hashlib.sha256(data).hexdigest()
    assert entry["bytes"] == len(data)
    assert entry["family"] == font["name"].getDebugName(1)
    assert entry["weight"] == font["OS/2"].usWeightClass
    assert font["name"].getDebugName(5).startswith(f"Version {entry['version']}")
    assert entry["scripts"]
    assert entry["source"].startswith(("Debian ", "npm "))


@each_font
def test_a_font_is_static_and_says_its_weight_everywhere(entry: dict[str, Any]) -> None:
    """Regular or bold, TrueType, with the bold bits set when it is bold and only then."""
    font = TTFont(FONTS / entry["file"])
    assert "fvar" not in font
    assert "glyf" in font
    assert entry["weight"] in {400, BOLD}
    bold = entry["weight"] == BOLD
    assert bool(font["head"].macStyle & 1) is bold
    assert bool(font["OS/2"].fsSelection & BOLD_BIT) is bold
    assert font["name"].getDebugName(2) == ("Bold" if bold else "Regular")


@each_font
def test_a_font_has_the_characters_of_its_languages(entry: dict[str, Any]) -> None:
    """Both weights can write all of them, and the space after them."""
    needed = REPERTOIRES[entry["family"]] + cut.SPACES
    characters = TTFont(FONTS / entry["file"]).getBestCmap()
    assert [sign for sign in needed if ord(sign) not in characters] == []


def test_gb2312_is_whole() -> None:
    """The repertoire the Chinese font is measured by is the standard's: 6,763 hanzi, 682 others."""
    hanzi = {sign for sign in cut.gb2312() if "一" <= sign <= "龥"}
    assert (len(hanzi), len(cut.gb2312() - hanzi)) == (6763, 682)


@each_font
def test_the_licence_names_the_copyright_holder(entry: dict[str, Any]) -> None:
    """OFL, clause 2: each copy has the copyright notice and the licence."""
    licence = (FONTS / entry["licence"]).read_text("utf-8")
    names = TTFont(FONTS / entry["file"])["name"]
    assert names.getDebugName(0) in licence
    assert "SIL OPEN FONT LICENSE Version 1.1" in licence
    assert "SIL Open Font License, Version 1.1" in names.getDebugName(13)
    assert "Source" not in entry["family"]  # the one reserved name


@pytest.mark.parametrize("family", ["Noto Sans", "Noto Nastaliq Urdu", "Noto Sans SC"])
@pytest.mark.parametrize(("style", "weight"), [("Regular", 400), ("Bold", BOLD)])
def test_a_weight_is_found(family: str, style: str, weight: int, tmp_path: Path) -> None:
    """Fontconfig, shown only this folder, finds bold where bold is asked for."""
    name = family.replace(" ", "")
    assert TTFont(FONTS / f"{name}-{style}.ttf")["OS/2"].usWeightClass == weight
    match = shutil.which("fc-match")
    if match is None:
        return  # what fontconfig reads has been read above
    conf = tmp_path / "fonts.conf"
    conf.write_text(
        f"<fontconfig><dir>{FONTS}</dir><cachedir>{tmp_path}</cachedir></fontconfig>", "utf-8"
    )
    found = subprocess.run(
        [match, "-f", "%{file}", f"{family}:{style.lower()}"],
        env={"FONTCONFIG_FILE": str(conf)}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert Path(found.stdout).name == f"{name}-{style}.ttf"


def test_cutting_is_reproducible(tmp_path: Path) -> None:
    """The same font gives the same bytes, and its date does not move."""
    source = FONTS / "NotoSans-Regular.ttf"
    written = []
    for name in ("one.ttf", "two.ttf"):
        recipe = cut.Recipe(name, "package", source.name, ("Latn",), keep="½ab")
        cut.make(recipe, {"package": cut.Package("Debian package 1", FONTS)}, tmp_path / name)
        written.append((tmp_path / name).read_bytes())
    assert written[0] == written[1]
    made, original = TTFont(tmp_path / "one.ttf"), TTFont(source)
    assert made["head"].modified == original["head"].modified
    assert set(map(chr, made.getBestCmap())) == set("½ab" + cut.SPACES)
