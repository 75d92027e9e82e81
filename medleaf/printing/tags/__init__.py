"""What WeasyPrint 70 gets wrong in an accessible PDF, mended.

Each defect goes with the release that mends it (the pin in ``pyproject.toml`` is
``weasyprint>=70,<71``), and the tests look at the result, not at the patch:

- ``structure``: who holds which content, its language, the shape of lists and tables
- ``letters``: which text the glyphs stand for, where letters change places
- ``arabic``, with ``runs``: the same where they share strokes and run to the left
- ``archive``: the word of conformance in a file that is PDF/A as well as PDF/UA

``docs/accessibility.md`` says what a reader gains by it, and what is left.
"""

from medleaf.printing.tags import arabic, archive, letters, structure


def install() -> None:
    """Mend WeasyPrint in this process, once."""
    structure.install()
    letters.install()
    arabic.install()
    archive.install()
