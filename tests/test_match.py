"""Medicine -> leaflet: the right one, or none and why."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medleaf.build import codes
from medleaf.dosing.match import PICKED, SYSTEMS, Match, NoMatch, index
from medleaf.model.dosage import Coding, Concept, Dosage
from medleaf.model.problem import PressError
from medleaf.source.leaflets import read_leaflet
from medleaf.workspace import Workspace

ROOT = Path(__file__).parent.parent
LEAFLETS = [read_leaflet(file) for file in Workspace(ROOT).leaflet_files]
INDEX = index(LEAFLETS, {})
RXNORM, ATC = "http://www.nlm.nih.gov/research/umls/rxnorm", "http://www.whocc.no/atc"


def by_code(system: str, code: str, text: str = "") -> Match | NoMatch:
    return INDEX.match(Concept(text, (Coding(system, code),)))


@pytest.mark.parametrize(
    "leaflet", [it for it in LEAFLETS if it.kind == "medicine"], ids=lambda it: it.id
)
def test_every_code_and_every_name_of_a_leaflet_finds_it(leaflet):
    for system, values in leaflet.codes:
        addresses = [address for address, name in SYSTEMS.items() if name == system]
        assert addresses
        for address in addresses:
            for code in values:
                assert by_code(address, code) == Match(leaflet.id, f"{system} {code}")
    for names in (*leaflet.names.spellings.values(), *leaflet.names.brands.values()):
        for name in names:
            assert INDEX.match(Concept(f"{name.upper()} 10 mg")).leaflet == leaflet.id


@pytest.mark.parametrize(
    ("name", "leaflet"),
    [
        ("Baclofen 10 MG Oral Tablet", "baclofen"),
        ("baclofène 10 mg, comprimé", "baclofen"),
        ("Baclofen 5mg/5ml oral solution sugar free", "baclofen"),
        ("60 ACTUAT albuterol 0.09 MG/ACTUAT Metered Dose Inhaler", "salbutamol"),
        ("Ventolin HFA", "salbutamol"),
        ("Warfarin sodium 1 mg tablet", "warfarin"),
    ],
)
def test_names_of_real_records_find_their_leaflet(name, leaflet):
    assert INDEX.match(Concept(name)).leaflet == leaflet


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Aspirin 75 mg", "no-leaflet"),
        ("", "no-leaflet"),
        ("Baclofenac 10 mg", "no-leaflet"),
        ("Acetaminophen 325 MG / baclofen 5 MG Oral Tablet", "combination"),
        ("salbutamol 100 micrograms / ipratropium 20 micrograms", "combination"),
        ("warfarin and aspirin", "combination"),
        ("Salbutamol 2mg tablets", "other-route"),
        ("albuterol 0.83 MG/ML Inhalation Solution", "other-route"),
        ("Salbutamol 2.5mg/2.5ml nebuliser liquid", "other-route"),
        ("Lioresal Intrathecal 10 mg/20 mL", "other-route"),
    ],
)
def test_a_wrong_leaflet_is_worse_than_none(name, code):
    assert INDEX.match(Concept(name)).code == code


def test_codes_of_one_medicine_with_the_name_of_another_find_nothing():
    assert by_code(RXNORM, "1292", "Warfarin 3 mg tablets").code == "several-leaflets"
    assert by_code(ATC, "1292").code == "no-leaflet"  # RxNorm's code in another system


def test_the_route_of_the_directions_counts():
    inhaled = Dosage(route=Concept(codings=(Coding("http://snomed.info/sct", "447694001"),)))
    spinal = Dosage(route=Concept(codings=(Coding("http://snomed.info/sct", "72607000"),)))
    baclofen = Concept(codings=(Coding(RXNORM, "1292"),))
    assert INDEX.match(baclofen, [Dosage(route=Concept("by mouth"))]).leaflet == "baclofen"
    assert INDEX.match(baclofen, [inhaled]).code == "other-route"
    assert INDEX.match(baclofen, [spinal]).code == "other-route"


def test_topics_are_never_attached_to_a_prescription():
    topics = {it.id for it in LEAFLETS if it.kind == "topic"}
    assert topics
    assert not topics & {*INDEX.codes.values(), *INDEX.names.values()}


@pytest.mark.parametrize(
    ("system", "code", "found"),
    [
        ("ndc", "12345-678-90", True),
        ("ndc", "12345-0678-90", True),
        ("ndc", "12345067890", True),
        ("ndc", "1234567890", True),
        ("ndc", "1234-5678-90", False),
        ("gtin", "04012345678901", True),
        ("gtin", "4012345678901", True),
    ],
)
def test_a_pack_is_found_however_its_code_is_written(system, code, found):
    """An NDC has 10 or 11 digits, a GTIN 13 or 14, with hyphens or without."""
    more = {("ndc", "12345-678-90"): "baclofen", ("gtin", "4012345678901"): "baclofen"}
    address = next(address for address, name in SYSTEMS.items() if name == system)
    match = index(LEAFLETS, more).match(Concept(codings=(Coding(address, code),)))
    assert isinstance(match, Match) == found


def test_digits_that_may_be_two_packs_are_nobodys():
    """1234567890 is 12345-678-90 or 1234-5678-90: which of them, nobody can tell."""
    more = {("ndc", "12345-678-90"): "baclofen", ("ndc", "1234-5678-90"): "warfarin"}
    digits = Concept(codings=(Coding("http://hl7.org/fhir/sid/ndc", "1234567890"),))
    assert index(LEAFLETS, more).match(digits).code == "several-leaflets"


@given(st.text(max_size=80), st.text(max_size=20), st.text(max_size=20))
def test_no_words_stop_the_search(text, system, code):
    """Whatever a record says, there is an answer, and it is a leaflet or a reason."""
    found = INDEX.match(Concept(text, (Coding(system, code, text),)))
    assert isinstance(found, Match) or found.reason


def test_a_pharmacy_adds_codes_of_its_own(tmp_path):
    file = tmp_path / "codes.tsv"
    file.write_text("system\tcode\tleaflet\npzn\t01234567\tbaclofen\n", "utf-8")
    known = index(LEAFLETS, codes.read(file, ["baclofen"]))
    pack = Concept(codings=(Coding("http://fhir.de/CodeSystem/ifa/pzn", "01234567"),))
    assert known.match(pack).leaflet == "baclofen"


def test_every_mistake_in_the_pharmacys_codes_is_told_with_its_line(tmp_path):
    file = tmp_path / "codes.tsv"
    file.write_text(
        "pzn\t1\tbaclofen\npzn\t1\twarfarin\nxyz\t2\tbaclofen\npzn\t3\tnone\npzn 4\n", "utf-8"
    )
    with pytest.raises(PressError) as refused:
        codes.read(file, ["baclofen", "warfarin"])
    assert [problem.line for problem in refused.value.problems] == [2, 3, 4, 5]


def test_a_leaflet_that_somebody_picked_is_that_leaflet_and_no_other():
    """At the desk a person picks; even a topic, which no medicine leads to."""
    for leaflet in LEAFLETS:
        assert by_code(PICKED, leaflet.id, "warfarin") == Match(leaflet.id, "picked")
    assert isinstance(by_code(PICKED, "gone", "warfarin"), NoMatch)
