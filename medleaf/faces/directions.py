"""The command that puts a dosage into words. There is no logic here."""

import sys
from pathlib import Path
from typing import Annotated, Any

from cyclopts import Parameter

from medleaf.faces.front import REFUSED, here


def directions(
    file: Annotated[Path, Parameter(allow_leading_hyphen=True)] = Path("-"),
    *,
    language: str,
    json: Annotated[bool, Parameter(negative=())] = False,
) -> int:
    """Say FHIR dosages in a patient's language; refuse what cannot be said without loss.

    Parameters
    ----------
    file
        JSON: a list of FHIR Dosage, or one prescription; ``-`` reads what is piped in.
    language
        Folder name or BCP 47 tag of the language, such as ``es``, ``zh_Hans`` or ``fr-BE``.
    json
        Tell the result to a program: sentences, table, where the words are from.

    """
    from medleaf.build import directions as build
    from medleaf.build.run import open_library
    from medleaf.faces import report as say
    from medleaf.model.directions import RefusedError
    from medleaf.model.problem import PressError, Problem
    from medleaf.workspace import read_clinic

    place = here()
    try:
        data = sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes()
    except OSError as error:
        message = f"cannot be read: {error.strerror}"
        raise PressError([Problem(file, 0, "unreadable", message)]) from error
    try:
        words = build.speech_of(open_library(place), language)
        said = build.directions(build.read(data), words, read_clinic(place).habits)
    except RefusedError as error:
        if json:
            say.say_json({"refused": [say.problem_json(it) for it in error.problems]})
        else:
            say.say_problems(error.problems)
        return REFUSED
    say.say_json(_plain(said, language)) if json else say.screen.print(said.text, markup=False)
    return 0


def _plain(said: Any, language: str) -> dict[str, Any]:
    from dataclasses import asdict

    return {"language": language, **asdict(said), "text": said.text}
