"""The command line. Signature and docstring are the help; there is no logic here."""

import os
import sys
from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter
from cyclopts.exceptions import CycloptsError

from medleaf import __version__
from medleaf.faces import front
from medleaf.faces.front import REFUSED, here
from medleaf.model.page import Conformance, Format, Release, Size
from medleaf.model.problem import PressError

app = App(
    name="medleaf",
    help="Print medication leaflets that patients can read, in many languages.",
    version=__version__,
    help_format="plaintext",  # Markdown would take as long to set as all the rest
)
app.command(
    "medleaf.faces.translate:translate",
    name="translate",
    help="Translate, exchange and sign sentences.",
)
app.command(
    "medleaf.faces.directions:directions",
    name="directions",
    help="Say FHIR dosages in a patient's language; refuse what would lose something.",
)
app.command(
    "medleaf.faces.dispense:dispense",
    name="dispense",
    help="Attach leaflets with the patients' own directions to their prescriptions.",
)

Languages = Annotated[tuple[str, ...], Parameter("--language", negative=())]
Papers = Annotated[tuple[Size, ...], Parameter("--paper", negative=())]
Formats = Annotated[tuple[Format, ...], Parameter("--edition", negative=())]


@app.command
def build(
    *leaflets: str,
    language: Languages = (),
    paper: Papers = (),
    edition: Formats = ("standard",),
    beside: str | None = None,
    pdf: Conformance = "ua-1",
    out: Path = Path("out"),
    draft: Annotated[bool, Parameter(negative=())] = False,
    release: Release | None = None,
    workers: int = os.cpu_count() or 1,
    json: Annotated[bool, Parameter(negative=())] = False,
) -> int:
    """Print leaflets as PDF: those that changed, of all that are offered.

    Parameters
    ----------
    leaflets
        Names such as `baclofen`; all of them if none is given.
    language
        Folder name of a language, such as `es` or `zh_Hans`; may be given again.
    paper
        A4, Letter, or A5 for a booklet; may be given again. By default the clinic's.
    edition
        standard, large, bilingual, easy, text or braille; may be given again.
    beside
        The second language of a bilingual edition. By default the clinic's first.
    pdf
        What PDFs conform to: ua-1 for every reader, a-3a for archives, too.
    out
        The folder to print into.
    draft
        Print what is not complete, with English boxed and DRAFT on every page.
    release
        `approved` refuses what was not signed. By default the clinic's policy.
    workers
        Processes to print with.
    json
        Tell the result to a program.

    """
    from medleaf.build.run import Order
    from medleaf.build.run import build as carry_out

    order = Order(
        leaflets, language, paper, release, draft, max(workers, 1), tuple(edition), beside, pdf
    )
    with carry_out(here(), order, out, front.crew) as (report, outcomes):
        from medleaf.faces import report as say  # while the first one is being printed

        with say.progress(report.planned, quiet=json) as show:
            for outcome in outcomes:
                show(outcome)
    if json:
        say.say_json(say.build_json(report))
    else:
        say.say_build(report)
    return report.exit_code


@app.command
def gallery(
    *leaflets: str,
    language: Languages = (),
    out: Path = Path("out"),
    workers: int = os.cpu_count() or 1,
) -> int:
    """Picture every edition, language and paper on one page, with its figures.

    Parameters
    ----------
    leaflets
        Names such as ``baclofen``; all of them if none is given.
    language
        Folder name of a language; may be given again.
    out
        The folder of the build: what changed is printed first. The page is in ``gallery/`` there.
    workers
        Processes to print and to picture with.

    """
    from medleaf.build.gallery import gallery as carry_out
    from medleaf.build.gallery import problems
    from medleaf.build.run import Order
    from medleaf.faces import report as say

    done = carry_out(here(), Order(leaflets, language, workers=max(workers, 1)), out)
    say.say_problems(problems(done.stopped))
    say.screen.print(f"{done.count} files → {done.page}", markup=False)
    return done.exit_code


@app.command
def guide(
    *,
    out: Path = Path("site"),
    base_url: str | None = None,
    prints: Path = Path("out"),
    serve: Annotated[bool, Parameter(negative=())] = False,
    port: int = 0,
    workers: int = os.cpu_count() or 1,
    json: Annotated[bool, Parameter(negative=())] = False,
) -> int:
    """Make the online guide: a page behind every QR code, ready for any web server.

    Parameters
    ----------
    out
        The folder for the site: a new one, an empty one, or that of an earlier guide.
    base_url
        The address the site will have. By default the clinic's, which is in the QR codes.
    prints
        The folder with the PDFs to offer; sheets that are missing or old are printed into it.
    serve
        Show the site on this machine afterwards.
    port
        Where to show it; 0 is any port that is free.
    workers
        Processes to print and to cut fonts with.
    json
        Tell the result to a program.

    """
    from medleaf.build.guide import SiteOrder
    from medleaf.build.guide import guide as carry_out
    from medleaf.faces import guide as face
    from medleaf.faces import report as say

    order = SiteOrder(out, prints, base_url, max(workers, 1))
    with (
        carry_out(here(), order) as (report, outcomes),
        say.progress(report.planned, quiet=json) as show,
    ):
        for outcome in outcomes:
            show(outcome)
    if json:
        say.say_json(face.guide_json(report))
    else:
        face.say_guide(report)
    if serve:
        face.serve(out, port)
    return report.exit_code


@app.command
def serve(
    *,
    host: str = "127.0.0.1",
    port: int = 8080,
    name: Annotated[tuple[str, ...], Parameter(negative=())] = (),
    token_file: Path | None = None,
    out: Path = Path("out"),
    use_log: Annotated[str, Parameter(env_var="MEDLEAF_USE_LOG")] = "",
    workers: int = os.cpu_count() or 1,
) -> int:
    """Open the clinic's desk in a browser: from a search to a printed sheet.

    Parameters
    ----------
    host
        The address to listen at. Any but this machine's own needs a token.
    port
        Where to listen; 0 is any port that is free.
    name
        A name by which browsers call the desk, such as that of a proxy; may be given again.
    token_file
        A file with the token that the desk asks for. By default what MEDLEAF_TOKEN says.
    out
        The folder of builds; what lies there is not printed twice.
    use_log
        The database that counts prints, as SQLAlchemy writes addresses. By default what
        MEDLEAF_USE_LOG says, else a file in out.
    workers
        Processes to print with.

    """
    from medleaf.faces import report as say
    from medleaf.faces.desk import serve as face

    place, token = here(), face.read_token(token_file)
    door = face.access(host, name, token)
    listener = face.listen(host, port)

    def tell(address: str) -> None:
        say.screen.print(f"{address} – Ctrl-C ends it", markup=False)

    face.serve(place, face.Terms(out, max(workers, 1), use_log), listener, door, tell)
    return 0


@app.command
def status(
    *, html: Path | None = None, json: Annotated[bool, Parameter(negative=())] = False
) -> int:
    """Show the state of every leaflet in every language, and what to translate next.

    Parameters
    ----------
    html
        Write a page with a heat map to this file instead.
    json
        Tell the result to a program.

    """
    from medleaf.build.status import status as look
    from medleaf.faces import report as say
    from medleaf.faces import table

    place = here()
    rows = look(place)
    if html:
        from medleaf.faces import heat  # draws a page with Jinja

        heat.save(rows, html, place.templates)
    if json:
        say.say_json(table.status_json(rows))
    elif not html:
        table.say_status(rows)
    return 0


@app.command
def check(*, json: Annotated[bool, Parameter(negative=())] = False) -> int:
    """Check leaflets, clinic.toml and fonts, and measure how hard the leaflets are to read.

    Parameters
    ----------
    json
        Tell the result to a program.

    """
    from medleaf.build.check import check as look
    from medleaf.faces import readings
    from medleaf.faces import report as say

    found = look(here())
    if json:
        readings.say_check_json(found)
    else:
        say.say_problems(found.problems)
        readings.say_check(found)
    return REFUSED if found.blocked else 0


@app.command
def init(folder: Path) -> int:
    """Start a folder of your own from the bundled leaflets.

    Parameters
    ----------
    folder
        Where to put clinic.toml and the content; it may not hold them yet.

    """
    from medleaf.build.start import start
    from medleaf.faces import report as say

    start(folder)
    say.screen.print(f"{folder}: write your clinic's name and phone into clinic.toml", markup=False)
    return 0


def run() -> int:
    """Read the command line and do what it says; return the exit code."""
    try:
        code: int = app(exit_on_error=False, print_error=True, result_action="return_value")
    except CycloptsError:
        return 2
    except PressError as error:
        from medleaf.faces.report import say_problems

        say_problems(error.problems)
        return 1
    except KeyboardInterrupt:
        sys.stderr.write("stopped; what was printed by now is whole and remembered\n")
        return 130
    except BrokenPipeError:
        return 1
    return code
