"""What an amount counts: units and dose forms, by their codes and by how senders spell them.

Codes: UCUM (https://ucum.org), SNOMED CT units of presentation and NHS dm+d units of measure (the
SNOMED CT numbers that end in 1000001 and four more digits), EDQM Standard Terms for dose forms.
What is not here is not guessed.
"""

from collections.abc import Iterable

from medleaf.dosing.refusal import Refusal
from medleaf.model.dosage import Quantity, UnitOfTime

UCUM, SNOMED = "unitsofmeasure.org", "snomed.info/sct"
EDQM = ("standardterms.edqm.eu", "0.4.0.127.0.16.1.1.2.1")

# Spellings in small letters; the first words are ours, then English, German, French, Dutch,
# Spanish, Italian, Portuguese, Polish and Russian ones that stand in real prescriptions.
_WORDS: dict[str, str] = {
    "tablet": "tablet tablets tab tabs tbl tablette tabletten comprimé comprimés comprime cpr cp "
    "tabletje comprimido comprimidos compressa compresse tabletka tabletki tabletek таблетка "
    "таблетки таблеток pill pills",
    "capsule": "capsule capsules cap caps kapsel kapseln gélule gélules cápsula cápsulas capsula "
    "kapsułka kapsułki kapsułek капсула капсулы капсул",
    "drop": "drop drops gtt tropfen goutte gouttes druppel druppels gota gotas goccia gocce "
    "kropla krople kropli капля капли капель",
    "puff": "puff puffs inhalation inhalations actuation actuations hub hübe sprühstoß "
    "sprühstöße bouffée bouffées inhalación inhalaciones wdech вдох вдоха вдохов",
    "spray": "spray sprays pulvérisation pulvérisations pulverización pulverizaciones",
    "patch": "patch patches pflaster dispositif parche parches cerotto pleister plaster plastry "
    "пластырь",
    "unit": "unit units iu einheit einheiten e i.e. ie unité unités ui unidad unidades unità "
    "jednostka jednostki jednostek единица единицы единиц ед",
    "sachet": "sachet sachets beutel sobre sobres bustina bustine zakje saszetka saszetki пакетик",
    "suppository": "suppository suppositories zäpfchen suppositoire suppositoires supositorio "
    "supositorios supposta zetpil czopek czopki суппозиторий",
    "pessary": "pessary pessaries ovule ovules",
    "injection": "injection injections injektion injektionen inyección inyecciones",
    "application": "application applications anwendung anwendungen aplicación aplicaciones",
    "lozenge": "lozenge lozenges pastille pastilles lutschtablette lutschtabletten pastil",
    "ampoule": "ampoule ampoules ampulle ampullen ampolla ampollas ampul ampullen ампула",
    "vial": "vial vials durchstechflasche flacon flacons",
    "piece": "piece pieces stk stück stuk stuks pièce",
    "dose": "dose doses dosis dosi dosen doza dawka dawki dawek доза дозы доз",
    "microgram": "microgram micrograms mcg ug µg μg mikrogramm microgramme microgrammes "
    "microgramo microgramos мкг",
    "mg": "mg milligram milligrams milligramm milligramme milligrammes miligramo miligramos "
    "milligrammo miligram мг",
    "g": "g gram grams gramm gramme grammes gramo gramos grammo г",
    "kg": "kg kilogram kilograms kilogramm kilogramme",
    "ml": "ml millilitre millilitres milliliter milliliters mililitro mililitros millilitri "
    "mililitr мл cc",
    "l": "l litre litres liter liters litro litros",
    "cm": "cm centimeter centimetre centimeters centimetres zentimeter",
    "mmol": "mmol millimole millimoles",
}  # fmt: skip
_UCUM_CODES = {
    "mg": "mg", "g": "g", "kg": "kg", "ug": "microgram", "mcg": "microgram", "mL": "ml",
    "ml": "ml", "L": "l", "l": "l", "cm": "cm", "mmol": "mmol", "[iU]": "unit", "[IU]": "unit",
    "U": "unit", "[arb'U]": "unit", "[drp]": "drop", "{Piece}": "piece", "{piece}": "piece",
    "{tablet}": "tablet", "{tbl}": "tablet", "{Tablet}": "tablet", "{capsule}": "capsule",
    "{drop}": "drop", "{puff}": "puff", "{patch}": "patch", "{spray}": "spray",
    "{sachet}": "sachet", "{suppository}": "suppository", "{application}": "application",
    "{lozenge}": "lozenge", "{ampule}": "ampoule", "{ampoule}": "ampoule", "{vial}": "vial",
    "{dose}": "dose", "{actuat}": "puff", "{injection}": "injection",
}  # fmt: skip
_SNOMED_CODES = {
    "428673006": "tablet", "732936001": "tablet",
    "428641000": "capsule", "732937005": "capsule",
    "404218003": "drop", "415215001": "puff", "732981002": "puff",
    "419702001": "patch", "733005001": "patch",
    "767525000": "unit", "3318211000001100": "unit",
    "733013000": "sachet", "430293001": "suppository", "733007009": "pessary",
    "429587008": "lozenge", "3318311000001108": "lozenge",
    "10692211000001108": "application",
    "413516001": "ampoule", "415818006": "vial", "3317411000001100": "dose",
    "258685003": "microgram", "258684004": "mg", "258682000": "g", "258683005": "kg",
    "258773002": "ml", "258770004": "l",
}  # fmt: skip
_EDQM_CODES = {"15054000": "tablet", "15012000": "capsule"}  # units of presentation
_SPOON_WORDS = (
    "teaspoon teaspoons tsp tablespoon tablespoons tbsp spoon spoons spoonful [tsp_us] [tbs_us] "
    "[tsp_m] [tbs_m] teelöffel esslöffel messlöffel löffel cuillère cucharada cucharadita "
    "łyżka łyżeczka ложка 5ml-spoonful"
)
_TIMES: dict[UnitOfTime, str] = {
    "s": "s sec second seconds sekunde sekunden seconde secondes",
    "min": "min minute minutes minuten",
    "h": "h hr hour hours stunde stunden heure heures hora horas",
    "d": "d day days tag tage jour jours dag dagen día días",
    "wk": "wk week weeks woche wochen semaine semaines weken semana semanas",
    "mo": "mo month months monat monate mois maand maanden mes meses",
    "a": "a year years jahr jahre an ans année années jaar año años",
}
_SPOONS = frozenset(_SPOON_WORDS.split())
_BY_WORD = {word: name for name, words in _WORDS.items() for word in words.split()}
_TIME_BY_WORD: dict[str, UnitOfTime] = {
    word: name for name, words in _TIMES.items() for word in words.split()
}


def unit_of(quantity: Quantity) -> str:
    """Return the name of what *quantity* counts: a field of :class:`medleaf.model.sayings.Amounts`.

    Refuses what is not known, what is missing, a spoon (ISMP: mL only), and a code and a
    spelling that say different things.
    """
    if spoons(quantity):
        raise Refusal("spoon", f"{_told(quantity)}: spoons differ; the dose must be in mL")
    by_code, by_word = _by_code(quantity), _BY_WORD.get(_bare(quantity.unit))
    if by_code and by_word and by_code != by_word:
        message = f"the unit says {quantity.unit!r}, its code {quantity.code!r} says {by_code}"
        raise Refusal("unit-contradicts", message)
    found = by_code or by_word
    if found is None and not (quantity.unit or quantity.code):
        raise Refusal("no-unit", f"{quantity.value} of what? the amount has no unit")
    if found is None:
        raise Refusal("unknown-unit", f"the unit {_told(quantity)} is not known")
    return found


def time_of(quantity: Quantity) -> UnitOfTime:
    """Return the unit of time of *quantity*; refuse what is none, or is missing."""
    by_code = _TIME_BY_WORD.get(quantity.code)
    by_word = _TIME_BY_WORD.get(_bare(quantity.unit))
    if by_code and by_word and by_code != by_word:
        message = f"the unit says {quantity.unit!r}, its code says {quantity.code!r}"
        raise Refusal("unit-contradicts", message)
    if found := by_code or (None if quantity.code else by_word):
        return found
    code = "unknown-unit" if quantity.unit or quantity.code else "no-unit"
    raise Refusal(code, f"{_told(quantity) or quantity.value!r} is no time that is known")


def spoons(quantity: Quantity) -> bool:
    """Return whether the amount is in spoons."""
    return any(word in _SPOONS for word in (*_words(quantity.unit), quantity.code.lower()) if word)


def _words(text: str) -> Iterable[str]:
    return text.lower().replace("(", " ").replace(")", " ").split()


def _bare(text: str) -> str:
    """Return a unit's spelling as it is looked up: "Tablet (unit of presentation)" is tablet."""
    return text.partition("(")[0].strip().lower().rstrip(".") or text.strip("{}() ").lower()


def _by_code(quantity: Quantity) -> str | None:
    system, code = quantity.system.rstrip("/"), quantity.code
    if system.endswith(SNOMED):
        return _SNOMED_CODES.get(code)
    if system.endswith(EDQM):
        return _EDQM_CODES.get(code)
    if system.endswith(UCUM) or not system:
        return _UCUM_CODES.get(code)
    return None


def _told(quantity: Quantity) -> str:
    return " ".join(filter(None, (quantity.unit, quantity.code and f"({quantity.code})")))
