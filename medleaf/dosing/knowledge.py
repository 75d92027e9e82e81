"""The parameters of an infobutton request -> what is asked.

HL7 Version 3 Implementation Guide: Context-Aware Knowledge Retrieval (Infobutton), URL-Based. Names
differ in the case of their letters, the older guide wrote ``.c.c`` for ``.v.c``, and several
criteria are told apart by a number behind the class (``mainSearchCriteria1.v.c``), by a number at
the end (``mainSearchCriteria.v.c1``), or by nothing but their order. Sex, age, observations and
the sender's password are never read.
"""

import re
from collections.abc import Iterable
from pathlib import Path

from medleaf.model.directions import clean
from medleaf.model.dosage import Coding, Concept
from medleaf.model.knowledge import Criterion, KnowledgeRequest, Told
from medleaf.model.problem import PressError, Problem

MOST_CRITERIA = 999  # the guide's own limit
MOST_LETTERS = 600  # of a value: as many as a medicine's name may have
_QUERY = Path("query")
_MAIN = re.compile(r"mainsearchcriteria(\d{0,3})\.[vc]\.(cs|c|dn|ot)(\d{0,3})")
# The context that is echoed, as the guide spells it. Nothing of it is the patient's but a language.
_CONTEXT = {
    name.lower(): name
    for name in (
        "taskContext.c.c", "taskContext.c.dn", "subTopic.v.c", "subTopic.v.cs", "subTopic.v.dn",
        "subTopic.v.ot", "informationRecipient", "performer", "informationRecipient.languageCode.c",
        "performer.languageCode.c",
    )
}  # fmt: skip
_TYPE = "knowledgeresponsetype"
ATOM = ("application/atom+xml", "text/xml", "application/xml")
JSON = ("application/json", "text/json")
_SCRIPT = ("application/javascript", "text/javascript", "application/x-javascript")
_OID = re.compile(r"[0-2](?:\.\d+)+")


def request(parameters: Iterable[tuple[str, str]], accept: str = "") -> KnowledgeRequest:
    """Return what *parameters*, in their order, ask; *accept* is the header of that name.

    The parameter knowledgeResponseType outweighs the header. Raises PressError with every
    reason why it cannot be answered; no message repeats a value.
    """
    problems: list[Problem] = []
    context: dict[str, str] = {}
    groups: dict[tuple[str, int], dict[str, str]] = {}
    seen: dict[tuple[str, str], int] = {}
    asked = ""
    for written, raw in parameters:
        name, value = written.lower(), clean(raw)
        main = _MAIN.fullmatch(name)
        known = main or name in (*_CONTEXT, *_OLDER, _TYPE)
        if known and len(raw) > MOST_LETTERS:
            message = f"{written} has {len(raw)} characters; {MOST_LETTERS} is the most"
            problems.append(Problem(_QUERY, 0, "too-long", message))
        elif main:
            number, field = main[1] or main[3], main[2]
            turn = seen[number, field] = seen.get((number, field), 0) + 1
            groups.setdefault((number, turn), {})[field] = value
        elif name == _TYPE:
            asked = raw
        elif value and (it := _CONTEXT.get(name) or _OLDER.get(name)):
            context[it] = value
    criteria = _criteria(groups, problems)
    media = _media(asked, accept, problems)
    if problems:
        raise PressError(problems)
    told = tuple((name, context[name]) for name in _CONTEXT.values() if name in context)
    return KnowledgeRequest(criteria, _language(context), told, media)


_OLDER = {name.lower().replace(".v.", ".c."): name for name in _CONTEXT.values() if ".v." in name}


def _language(context: dict[str, str]) -> str:
    """Return whose language counts: the reader's; the caregiver's where they are the reader."""
    own = context.get("informationRecipient.languageCode.c", "")
    if own or context.get("informationRecipient") != "PROV":
        return own
    return context.get("performer.languageCode.c", "")


def _criteria(
    groups: dict[tuple[str, int], dict[str, str]], problems: list[Problem]
) -> tuple[Criterion, ...]:
    if not groups:
        message = (
            "nothing is asked: give mainSearchCriteria.v.c and mainSearchCriteria.v.cs, "
            "a code and the identifier of its code system"
        )
        problems.append(Problem(_QUERY, 0, "no-criteria", message))
    if len(groups) > MOST_CRITERIA:
        message = f"{len(groups)} criteria are asked about; {MOST_CRITERIA} is the most"
        problems.append(Problem(_QUERY, 0, "too-many", message))
    found = []
    for (number, turn), fields in groups.items():
        name = f"mainSearchCriteria{number}"
        if "cs" not in fields:
            again = f" number {turn}" if turn > 1 else ""
            message = f"{name}.v.cs{again} is missing: which code system is it?"
            problems.append(Problem(_QUERY, 0, "no-system", message))
            continue
        told: Told = tuple(
            (f"{name}.v.{field}", fields[field])
            for field in ("c", "cs", "dn", "ot")
            if fields.get(field)
        )
        found.append(Criterion(_concept(fields), told))
    return tuple(found)


def _concept(fields: dict[str, str]) -> Concept:
    display, original = fields.get("dn", ""), fields.get("ot", "")
    if not fields.get("c"):
        return Concept(original or display)
    system = fields["cs"].removeprefix("urn:oid:")
    system = f"urn:oid:{system}" if _OID.fullmatch(system) else system
    return Concept(original, (Coding(system, fields["c"], display),))


def _media(asked: str, accept: str, problems: list[Problem]) -> str:
    """Return the media type of the answer."""
    kind = asked.partition(";")[0].strip().lower()
    if kind in (*ATOM, *JSON):
        return kind
    if kind in _SCRIPT:
        message = (
            "a script that calls back (JSONP) could be read by any page in the browser; "
            "ask for application/json from the server of the health record"
        )
        problems.append(Problem(_QUERY, 0, "jsonp", message))
    elif kind:
        message = f"knowledgeResponseType may be {', '.join((*ATOM, *JSON))}"
        problems.append(Problem(_QUERY, 0, "response-type", message))
    types = [it.partition(";")[0].strip().lower() for it in accept.split(",")]
    return next((it for it in types if it in (*ATOM, *JSON)), ATOM[0])
