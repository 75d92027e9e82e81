"""Real dosages and prescriptions of public projects, which lie beside the checkout, not in it."""

import os
from pathlib import Path

import pytest

from medleaf.dosing.fhir.wire import parse

ROOT = Path(__file__).parent.parent
CASES = Path(os.environ.get("MEDLEAF_CASES", ROOT.parent / "shared" / "cases"))
needs_cases = pytest.mark.skipif(
    not CASES.is_dir(), reason=f"no real cases in {CASES}; set MEDLEAF_CASES to test with them"
)


def dosages() -> list[dict]:
    """Return every case: id, input (a list of FHIR Dosage), expected, expected_error."""
    files = sorted((CASES / "dosage").glob("*.json"))
    return [case for file in files for case in parse(file.read_bytes())]


def prescriptions() -> list[Path]:
    """Return the files with whole resources and bundles."""
    return sorted((CASES / "prescriptions").glob("*.json"))
