"""The translators' commands. Signature and docstring are the help; there is no logic here."""

from typing import Annotated

from cyclopts import App, Parameter

from medleaf.faces.front import REFUSED, here

translate = App(name="translate", help="Keep the translators' files in step with the English.")


@translate.command
def update(
    *tags: str,
    leaflet: Annotated[tuple[str, ...], Parameter("--leaflet", negative=())] = (),
    check: Annotated[bool, Parameter(negative=())] = False,
) -> int:
    """Bring the catalogs of languages up to date with the English.

    Parameters
    ----------
    tags
        Folder names such as ``es``; all languages if none is given.
    leaflet
        A leaflet to begin in these languages; may be given again.
    check
        Change nothing; exit 3 if a catalog is not up to date.

    """
    from medleaf.build import catalogs
    from medleaf.build.run import open_library
    from medleaf.faces import report as say

    library = open_library(here())
    found = catalogs.changes(library, tags or library.tags[1:], leaflet)
    if not check:
        catalogs.save(found)
    word = "is not up to date" if check else "brought up to date"
    for file in found:
        say.screen.print(f"{file}: {word}", markup=False)
    return REFUSED if check and found else 0
