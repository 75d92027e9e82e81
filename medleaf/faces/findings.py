"""Says what the checks found: for people, for programs, for GitHub, as SARIF."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

from medleaf import __version__
from medleaf.build.translations import Findings
from medleaf.faces.report import errors, problem_json, say_json, say_problems, screen
from medleaf.language.checks import CHECKS, Check
from medleaf.language.said import Found
from medleaf.model.problem import Problem, Severity

_USAGE = 2
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)


def say(found: Findings, form: Literal["text", "json", "github", "sarif"], root: Path) -> None:
    """Print *found* in the wanted form; GitHub and SARIF name files below *root*."""
    match form:
        case "json":
            say_json(_plain(found))
        case "github":
            for line in _remarks(found, root):
                screen.print(line, markup=False, soft_wrap=True)
        case "sarif":
            say_json(_sarif(found, root))
        case "text":
            say_problems(_short(it.problem) for it in found.found)
            screen.print(_summary(found), markup=False)


def explain(name: str) -> int:
    """Print what a check looks at, or with ``all`` every check; 2 for one that is not known."""
    if name == "all":
        for check in CHECKS:
            screen.print(f"{check.id:16} {check.severity:8} {check.title}", markup=False)
        return 0
    known: dict[str, Check[Any]] = {check.id: check for check in CHECKS}
    if name not in known:
        errors.print(f"there is no check {name!r}; there are {', '.join(known)}", markup=False)
        return _USAGE
    check = known[name]
    screen.print(f"{check.id} ({check.severity}): {check.title}\n\n{check.why}", markup=False)
    screen.print(f"\n{_mend(check)}", markup=False)
    return 0


def _mend(check: Check[Any]) -> str:
    if check.severity is Severity.INFO:
        return "It only tells; nothing is kept from being printed."
    if not check.waivable:
        return "What it finds keeps the leaflet from being printed, and cannot be waived."
    return (
        "What it finds keeps the leaflet from being printed. Where the translation is right, "
        "add a line to locales/<tag>/waivers.tsv: hash (from --json), check, reason, your name, "
        "date, divided by tabs."
    )


def _short(problem: Problem) -> Problem:
    """Return *problem* with its file named from here, where that is shorter."""
    here = Path.cwd()
    file = problem.file.relative_to(here) if problem.file.is_relative_to(here) else problem.file
    return Problem(file, problem.line, problem.code, problem.message, problem.severity)


def _summary(found: Findings) -> str:
    counts = {
        name: sum(it.problem.severity is severity for it in found.found)
        for name, severity in (
            ("errors", Severity.ERROR),
            ("warnings", Severity.WARNING),
            ("notes", Severity.INFO),
        )
    }
    said = ", ".join(f"{n} {name}" for name, n in counts.items() if n) or "nothing to mend"
    waived = f", {len(found.waived)} waived" if found.waived else ""
    return f"{found.sentences} sentences in {found.editions} editions: {said}{waived}"


def _plain(found: Findings) -> dict[str, Any]:
    return {
        "blocked": found.blocked,
        "editions": found.editions,
        "sentences": found.sentences,
        "found": [_finding(it) for it in found.found],
        "waived": [_finding(it) for it in found.waived],
    }


def _finding(it: Found) -> dict[str, Any]:
    said = it.said
    more = {"hash": it.mark, "english": said.english, "text": said.text} if said else {}
    return {**problem_json(it.problem), **more}


def _below(file: Path, root: Path) -> str:
    return file.relative_to(root).as_posix() if file.is_relative_to(root) else file.as_posix()


def _remarks(found: Findings, root: Path) -> Iterator[str]:
    """Yield the commands by which GitHub Actions writes beside the lines of a pull request."""
    words = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}
    for it in found.found:
        problem = it.problem
        place = f"file={_escaped(_below(problem.file, root))},line={max(problem.line, 1)}"
        message = problem.message.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
        yield f"::{words[problem.severity]} {place},title={problem.code}::{message}"


def _escaped(value: str) -> str:
    for sign, code in (("%", "%25"), (":", "%3A"), (",", "%2C")):
        value = value.replace(sign, code)
    return value


def _sarif(found: Findings, root: Path) -> dict[str, Any]:
    rules = [
        {
            "id": check.id,
            "shortDescription": {"text": check.title},
            "fullDescription": {"text": check.why},
            "defaultConfiguration": {"level": _LEVELS[check.severity]},
        }
        for check in CHECKS
    ]
    results = [
        {
            "ruleId": it.check,
            "level": _LEVELS[it.problem.severity],
            "message": {"text": it.problem.message},
            "locations": [
                {
                    "physicalLocation": {
                        "artifactLocation": {"uri": _below(it.problem.file, root)},
                        "region": {"startLine": max(it.problem.line, 1)},
                    }
                }
            ],
            **({"partialFingerprints": {"sentence": it.mark}} if it.mark else {}),
            **({"suppressions": [{"kind": "external"}]} if waived else {}),
        }
        for waived, its in ((False, found.found), (True, found.waived))
        for it in its
    ]
    driver = {"name": "medleaf", "version": __version__, "rules": rules}
    return {
        "$schema": _SCHEMA,
        "version": "2.1.0",
        "runs": [{"tool": {"driver": driver}, "results": results}],
    }
