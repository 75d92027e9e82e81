"""Routes, sites, methods, reasons and advice: what codes mean, as names of our messages.

SNOMED CT codes stand in FHIR's value sets route-codes, approach-site-codes,
administration-method-codes and additional-instruction-codes, and in NHS England's guidance on
dosage; EDQM codes are Standard Terms for routes and methods of administration.
"""

from collections.abc import Mapping

from medleaf.dosing.refusal import Refusal
from medleaf.model.dosage import Coding, Concept

_EDQM = ("standardterms.edqm.eu", "0.4.0.127.0.16.1.1.2.1")

ROUTES = {
    "26643006": "oral", "37839007": "sublingual", "54471007": "buccal", "37161004": "rectal",
    "16857009": "vaginal", "6064005": "topical", "448598008": "skin", "45890007": "patch",
    "54485002": "eye", "10547007": "ear", "46713006": "nose", "18679011000001101": "inhaled",
    "447694001": "inhaled", "78421000": "muscle", "34206005": "under_skin", "47625008": "vein",
    "20053000": "oral", "20067000": "sublingual", "20002500": "buccal", "20061000": "rectal",
    "20072000": "vaginal", "20003000": "skin", "20070000": "patch", "20051000": "eye",
    "20001000": "ear", "20049000": "nose", "20020000": "inhaled", "20035000": "muscle",
    "20066000": "under_skin", "20045000": "vein",
}  # fmt: skip
SITES = {
    "8966001": "left_eye", "18944008": "right_eye", "362503005": "left_eye",
    "362502000": "right_eye", "362508001": "both_eyes",
    "89644007": "left_ear", "25577004": "right_ear", "34338003": "both_ears", "1910005": "ear",
    "16982005": "shoulder", "68367000": "thigh", "368208006": "left_arm",
    "368209003": "right_arm", "59380008": "belly",
}  # fmt: skip
METHODS = {
    "417924000": "apply", "422145002": "inject", "129326001": "inject", "421521009": "swallow",
    "0019": "swallow", "738996007": "spray", "129330003": "infuse", "261754007": "infuse_on",
}  # fmt: skip
REASONS = {
    "22253000": "pain", "25064002": "headache", "37796009": "migraine",
    "4473006": "migraine_aura", "422587007": "nausea", "422400008": "vomiting",
    "62315008": "diarrhoea", "14760008": "constipation", "386661006": "fever",
    "49727002": "cough", "267036007": "breath", "56018004": "wheezing", "418290006": "itching",
    "193462001": "insomnia", "48694002": "anxiety", "3199001": "shoulder_sprain",
}  # fmt: skip
ADVICE = {
    "311501008": "before_food_long", "311504000": "with_after_food",
    "1116481000001105": "with_food", "307165006": "before_meal", "307166007": "after_meal",
    "417980006": "aspirin", "418194009": "aspirin_like", "418281004": "no_aspirin",
    "417995008": "dissolve", "418639000": "drowsy", "418914006": "drowsy_drive",
    "419822006": "no_alcohol",
    "717154004": "empty_stomach", "418693002": "whole",
    "418637003": "no_paracetamol",
    "420162004": "thinly", "421984009": "finish", "418577003": "regular", "419444006": "keep_on",
    "419115000": "no_milk_iron", "421769005": "follow", "422327006": "then_stop",
    "421723005": "now",
}  # fmt: skip


def meanings(concept: Concept, table: Mapping[str, str]) -> tuple[str, ...]:
    """Return what *concept* means by *table*: none where only words are left to print.

    Refuses a concept that says nothing, and a code that comes without any words: nobody could
    tell a mistyped one (NHS England: the display must be sent).
    """
    if not concept.codings and not concept.words:
        raise Refusal("empty-concept", "something is named, but neither by a code nor by words")
    if not concept.words:
        codes = ", ".join(coding.code for coding in concept.codings)
        raise Refusal("code-without-words", f"the code {codes} comes without words")
    found = (_meaning(coding, table) for coding in concept.codings)
    return tuple(dict.fromkeys(name for name in found if name))


def words_besides(concept: Concept, table: Mapping[str, str]) -> tuple[str, ...]:
    """Return the sender's words that no message says: of unknown codes, and free text.

    Text beside a known code names the same thing, unless it has figures of its own.
    """
    known = any(_meaning(coding, table) for coding in concept.codings)
    unknown = [c.display for c in concept.codings if c.display and not _meaning(c, table)]
    if concept.text and (not known or any(char.isdecimal() for char in concept.text)):
        return (concept.text,)
    return tuple(dict.fromkeys(unknown)) if not known or len(concept.codings) > 1 else ()


def _meaning(coding: Coding, table: Mapping[str, str]) -> str | None:
    system = coding.system.rstrip("/")
    known = system.endswith(("snomed.info/sct", *_EDQM)) or "hl7.org/fhir/ValueSet/" in system
    return table.get(coding.code) if known else None
