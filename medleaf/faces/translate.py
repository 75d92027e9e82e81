"""The translators' commands. Signature and docstring are the help; there is no logic here."""

from pathlib import Path
from typing import Annotated, Literal

from cyclopts import App, Group, Parameter
from cyclopts.validators import MutuallyExclusive

from medleaf.faces.front import REFUSED, USAGE, here
from medleaf.language.exchange import Format
from medleaf.model.page import Paper

translate = App(
    name="translate", help="Translate, exchange and sign sentences.", help_format="plaintext"
)

_ONE = Group("Kind of proof", validator=MutuallyExclusive())  # type: ignore[no-untyped-call]
Leaflets = Annotated[tuple[str, ...], Parameter("--leaflet", negative=())]
Flag = Annotated[bool, Parameter(negative=())]


@translate.command
def init(tag: str, *, market: str, leaflet: Leaflets = ()) -> int:
    """Begin a new language.

    Parameters
    ----------
    tag
        Folder name of the language, such as `so` or `zh_Hant`.
    market
        Whose packs the numbers must match: US, UK, EU or another country's code.
    leaflet
        A leaflet to begin; may be given again.

    """
    from medleaf.build import begin
    from medleaf.build.run import open_library
    from medleaf.build.todo import todo as look
    from medleaf.faces import workbench as say

    place = here()
    files = begin.begin(open_library(place), tag, market, leaflet)
    begin.save_new(files, place.locales / tag)
    say.say_written(files, "begun")
    say.say_todo(look(open_library(place), tag), limit=10)
    return 0


@translate.command
def update(
    *tags: str,
    leaflet: Leaflets = (),
    check: Flag = False,
) -> int:
    """Bring the catalogs of languages up to date with the English.

    Parameters
    ----------
    tags
        Folder names such as `es`; all languages if none is given.
    leaflet
        A leaflet to begin in these languages; may be given again.
    check
        Change nothing; exit 3 if a catalog is not up to date.

    """
    from medleaf.build import catalogs
    from medleaf.build.run import open_library
    from medleaf.faces import workbench as say

    library = open_library(here())
    found = catalogs.changes(library, tags or library.tags[1:], leaflet)
    if not check:
        catalogs.save(found)
    say.say_written(found, "is not up to date" if check else "brought up to date")
    return REFUSED if check and found else 0


@translate.command
def fmt(*tags: str, check: Flag = False) -> int:
    """Write catalogs in our own form: order, wrapping and comments; nothing is lost.

    Parameters
    ----------
    tags
        Folder names such as `es`; all languages if none is given.
    check
        Change nothing; exit 3 if a catalog is in another form.

    """
    from medleaf.build import catalogs
    from medleaf.build.run import open_library
    from medleaf.faces import workbench as say

    library = open_library(here())
    found = catalogs.formatted(library, catalogs.translated_tags(library, tags))
    if not check:
        catalogs.save(found)
    say.say_written(found, "is in another form" if check else "put into our form")
    return REFUSED if check and found else 0


@translate.command
def todo(tag: str, *, leaflet: Leaflets = (), limit: int = 20, json: Flag = False) -> int:
    """Show what to translate next, what would harm a patient first.

    Parameters
    ----------
    tag
        Folder name of the language.
    leaflet
        A leaflet to look at, begun or not; may be given again.
    limit
        How many sentences to show; 0 shows all.
    json
        Tell the result to a program.

    """
    from medleaf.build.run import open_library
    from medleaf.build.todo import todo as look
    from medleaf.faces import workbench as say

    tasks = look(open_library(here()), tag, leaflet)
    say.say_todo_json(tasks, limit) if json else say.say_todo(tasks, limit)
    return 0


@translate.command
def approve(
    tag: str, leaflet: str, *, role: Literal["reviser", "clinical"], by: str, yes: Flag = False
) -> int:
    """Sign the sentences of a leaflet, as its reviser or as a clinician.

    Parameters
    ----------
    tag
        Folder name of the language; `en` is signed by clinicians only.
    leaflet
        The leaflet's name.
    role
        `reviser`, a second translator, or `clinical`.
    by
        Who signs: a name, an address or both, such as `"Ana Ruiz <ana@clinic.org>"`.
    yes
        Do not ask.

    """
    from medleaf.build.approve import signing
    from medleaf.build.catalogs import save
    from medleaf.build.run import open_library
    from medleaf.build.shelves import Pair
    from medleaf.faces import workbench as say
    from medleaf.language.approvals import Signer

    found = signing(open_library(here()), Pair(leaflet, tag), Signer(role), by)
    say.say_signing(found, role, by)
    if found.items and not (yes or say.can_ask()):
        return USAGE
    if found.items and (yes or say.agreed(f"Sign {len(found.items)} sentences as {by}?")):
        save(found.files())
        say.say_written(found.files(), f"signed {len(found.items)}")
    return REFUSED if found.open else 0


@translate.command
def export(tag: str, *leaflets: str, format: Format = "xliff", out: Path | None = None) -> int:  # noqa: A002
    """Write sentences into a file for a translator.

    Parameters
    ----------
    tag
        Folder name of the language.
    leaflets
        Names such as `baclofen`; all that are begun if none is given.
    format
        xliff (2.1), xlsx or csv.
    out
        The file to write; by default `medleaf-TAG` with the format's ending.

    """
    from medleaf.build import exchange
    from medleaf.build.catalogs import save
    from medleaf.build.run import open_library
    from medleaf.faces import workbench as say

    files = exchange.export(open_library(here()), tag, leaflets, format, out)
    save(files)
    say.say_written(files, "ready for the translator")
    return 0


@translate.command(name="import")
def take(file: Path, *, partial: Flag = False, by: str = "") -> int:
    """Take in a file that came back: everything in it, or nothing.

    Parameters
    ----------
    file
        An XLIFF, XLSX or CSV file that `translate export` made.
    partial
        Take in the rows that are right, list those that are wrong.
    by
        Who translated; is written into the catalogs as `Last-Translator`.

    """
    from medleaf.build import exchange
    from medleaf.build.catalogs import save
    from medleaf.build.run import open_library
    from medleaf.faces import workbench as say

    taken = exchange.take(open_library(here()), file, by)
    written = partial or not taken.refused
    if written:
        save(taken.files)
    say.say_taken(taken, written=written)
    return REFUSED if taken.refused else 0


@translate.command
def glossary(*tags: str) -> int:
    """Keep the words that must be said the same everywhere, and show them.

    Parameters
    ----------
    tags
        Folder names such as `es`; all languages if none is given.

    """
    from medleaf.build.catalogs import save, translated_tags
    from medleaf.build.glossary import terms
    from medleaf.build.run import open_library
    from medleaf.faces import workbench as say
    from medleaf.language.glossary import dump

    library = open_library(here())
    found = {tag: terms(library, tag) for tag in translated_tags(library, tags)}
    save({library.workspace.glossary(tag): dump(words) for tag, words in found.items()})
    say.say_glossary(found)
    return 0


@translate.command
def pseudo(tag: str, *, out: Path | None = None) -> int:
    """Make a throw-away workspace in a language that nobody speaks, to try the layout in.

    Parameters
    ----------
    tag
        en_XA (accented and 40 % longer), en_XB (right to left) or en_XC (tall, unbroken).
    out
        The folder to make; by default `out/pseudo-TAG`.

    """
    from medleaf.build.pseudo import start_pseudo
    from medleaf.build.run import open_library
    from medleaf.faces import workbench as say

    folder = out or Path("out") / f"pseudo-{tag}"
    start_pseudo(open_library(here()), tag, folder)
    say.say_pseudo(folder, tag)
    return 0


@translate.command
def check(
    tag: str | None = None,
    leaflet: str | None = None,
    *,
    explain: str | None = None,
    layout: bool = True,
    json: Flag = False,
    format: Literal["text", "github", "sarif"] = "text",  # noqa: A002  the name of the option
    out: Path = Path("out"),
) -> int:
    """Check translations: numbers, units, negations, letters, layout and more.

    Parameters
    ----------
    tag
        Folder name of a language such as `es`; all languages if none is given.
    leaflet
        A leaflet in that language; all of them if none is given.
    explain
        Tell what a check looks at, and do nothing else; `all` lists them.
    layout
        Lay the sheets out too: do they fit, and is everything on them?
    json
        Tell the result to a program, with the hashes that waivers need.
    format
        For people, or as remarks on a pull request (GitHub), or SARIF 2.1.
    out
        The folder that was printed into: how sheets were set is tried first.

    """
    from medleaf.faces import findings

    if explain is not None:
        return findings.explain(explain)
    from medleaf.build.translations import check as look

    tags, leaflets = [tag] if tag else [], [leaflet] if leaflet else []
    found = look(here(), tags, leaflets, layout=out if layout else None)
    findings.say(found, "json" if json else format, here().root)
    return REFUSED if found.blocked else 0


@translate.command
def preview(
    tag: str,
    leaflet: str,
    *,
    watch: Flag = False,
    port: int = 0,
    paper: Paper | None = None,
) -> int:
    """Show a sheet and its sentences side by side, on a page for this machine only.

    Parameters
    ----------
    tag
        Folder name of the language, such as `es`.
    leaflet
        Name of the leaflet, such as `baclofen`.
    watch
        Show every saved catalog, leaflet or template at once.
    port
        The port to listen on; 0 is any that is free.
    paper
        A4 or Letter. By default the clinic's.

    """
    from medleaf.build.preview import views
    from medleaf.build.shelves import Pair
    from medleaf.faces.preview import serve

    place = here()
    serve(place, views(place, Pair(leaflet, tag), paper, watch=watch), port, watch=watch)
    return 0


@translate.command
def proof(
    tag: str,
    leaflet: str,
    *,
    bilingual: Annotated[bool, Parameter(negative=(), group=_ONE)] = False,
    back: Annotated[bool, Parameter(negative=(), group=_ONE)] = False,
    blind: Annotated[bool, Parameter(negative=(), group=_ONE)] = False,
    out: Path | None = None,
    paper: Paper | None = None,
) -> int:
    """Print the sentences of a leaflet for reviewers who work on paper.

    Parameters
    ----------
    tag
        Folder name of the language, such as `es`.
    leaflet
        Name of the leaflet, such as `baclofen`.
    bilingual
        English and translation, boxes to tick and lines to write: the default.
    back
        The translation, lines to translate it back, and the English to compare.
    blind
        The translation and lines, without any English.
    out
        The PDF to write; by default `out/TAG/LEAFLET.proof-KIND.pdf`.
    paper
        A4 or Letter. By default the clinic's.

    """
    from medleaf.build.files import save
    from medleaf.build.proof import proof as prove
    from medleaf.build.shelves import Pair
    from medleaf.faces import report as say
    from medleaf.printing.proof import Kind

    asked = {Kind.BILINGUAL: bilingual, Kind.BACK: back, Kind.BLIND: blind}
    kind = next((kind for kind, wanted in asked.items() if wanted), Kind.BILINGUAL)
    file = out or Path("out") / tag / f"{leaflet}.proof-{kind}.pdf"
    pdf = prove(here(), Pair(leaflet, tag), kind, paper)
    save(file, pdf.data)
    say.screen.print(f"{file}: {pdf.pages} pages", markup=False)
    return 0
