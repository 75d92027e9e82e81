"""The command that attaches leaflets to prescriptions. There is no logic here."""

import os
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from medleaf.faces.front import here
from medleaf.model.page import Format, Paper, Release


def dispense(  # noqa: PLR0913  each is a choice at the counter
    *files: Annotated[Path, Parameter(allow_leading_hyphen=True)],
    language: str = "",
    out: Path = Path("dispensed"),
    edition: Annotated[tuple[Format, ...], Parameter("--edition", negative=())] = (),
    beside: str = "",
    paper: Paper | None = None,
    release: Release | None = None,
    columns: str = "",
    workers: str = str(os.cpu_count() or 1),
    one_file: Annotated[bool, Parameter(negative=())] = False,
    separators: Annotated[bool, Parameter(negative=())] = False,
    watch: Path | None = None,
    printer: Annotated[str, Parameter("--print")] = "",
    json: Annotated[bool, Parameter(negative=())] = False,
) -> int:
    """Attach leaflets with the patients' own directions to their prescriptions.

    Parameters
    ----------
    files
        FHIR (JSON, XML, NDJSON) or tables (CSV, NDJSON); ``-`` reads what is piped in.
    language
        For everybody; by default each patient's own, as the record says it.
    out
        The folder for the leaflets, manifest.tsv and report.tsv.
    edition
        ``standard``, ``large``, ``bilingual``, ``easy``, ``text`` or ``braille``; may be repeated.
    beside
        The second language of bilingual copies. By default the clinic's first.
    paper
        A4 or Letter. By default the clinic's.
    release
        ``approved`` refuses what was not signed. By default the clinic's policy.
    columns
        What a table calls our fields: ``dose=Menge,unit=Einheit``, or a TOML file of them.
    workers
        Processes to print with, or the Dask scheduler of a cluster: ``tcp://host:8786``.
    one_file
        Make one PDF for the printer, print-run.pdf: each copy begins on a sheet of its own.
    separators
        Put a sheet with black edges before each copy of it.
    watch
        Handle files as they arrive in this folder, until Ctrl-C.
    printer
        Send what is new to this printer of CUPS.
    json
        Tell the result to a program.

    """
    from medleaf.build import dispense as build
    from medleaf.build import printer as queue
    from medleaf.dosing.table.heads import columns_of
    from medleaf.faces import counter as say

    if not files and not watch:
        return say.usage("name files of prescriptions, or a folder with --watch")
    if printer:
        queue.find(printer)
    spoken = columns_of(columns) if columns else None
    order = build.Order(
        files, language, edition or ("standard",), paper, release, spoken, workers, printer,
        one_file, separators, beside,
    )  # fmt: skip
    if watch:
        return build.watch(here(), order, out, watch, say.arrived)
    with build.dispense(here(), order, out) as (report, lines):
        for line in lines:
            say.line(line, quiet=json)
    say.say_json(say.report_json(report)) if json else say.say_report(report)
    return report.exit_code
