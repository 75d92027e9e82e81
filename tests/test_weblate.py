"""Laws of the check for Weblate, with a stand-in for Weblate's base class (it needs a server)."""

import importlib.util
import sys
import types
from pathlib import Path
from types import SimpleNamespace

import pytest

FILE = Path(__file__).parent.parent / "contrib" / "weblate" / "medleaf_checks.py"


@pytest.fixture
def kit(monkeypatch):
    """The module, with as much of ``weblate.checks.base`` as it uses."""
    for name in ("weblate", "weblate.checks", "weblate.checks.base"):
        monkeypatch.setitem(sys.modules, name, types.ModuleType(name))
    sys.modules["weblate.checks.base"].TargetCheck = type("TargetCheck", (), {})
    spec = importlib.util.spec_from_file_location("medleaf_checks", FILE)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def unit(place, source: str, target: str, code: str = "de"):
    component = SimpleNamespace(full_path=str(place.root))
    translation = SimpleNamespace(
        language=SimpleNamespace(code=code), component=component, filename="locales/de/x.po"
    )
    return SimpleNamespace(
        translation=translation,
        position=7,
        note="Where: how to take it, step, 1, page 1.\nRole: DOSE. Must match: 2.5 mL.",
        source_string=source,
        get_target_plurals=lambda: [target],
    )


@pytest.mark.parametrize(
    ("target", "wrong"),
    [
        ("Nehmen Sie 2,5 mL davon.", False),
        ("Nehmen Sie 25 mL davon.", True),
        ("Nehmen Sie 2.5 mL davon.", True),
        ("", False),
    ],
)
def test_weblate_sees_what_the_press_would_refuse(kit, place, target, wrong):
    source = "Take 2.5 mL of it."
    assert kit.MedleafCheck().check_single(source, target, unit(place, source, target)) is wrong


def test_the_translator_reads_our_words(kit, place):
    check = SimpleNamespace(unit=unit(place, "Take 2.5 mL.", "Nehmen Sie 25 mL."))
    assert "English says 2.5" in kit.MedleafCheck().get_description(check)


def test_a_language_we_do_not_know_is_told_and_breaks_nothing(kit, place):
    check = SimpleNamespace(unit=unit(place, "Rash", "x", code="tlh"))
    assert "'tlh' is not known" in kit.MedleafCheck().get_description(check)
