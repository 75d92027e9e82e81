"""What WeasyPrint 70 gets wrong in an accessible PDF, mended.

Each defect goes with the release that mends it (the pin in ``pyproject.toml`` is
``weasyprint>=70,<71``), and the tests look at the result, not at the patch:

- ``structure``: who holds which content, its language, the shape of lists and tables
- ``letters``: which text a run stands for, where letters change places
- ``glyphs``, with ``runs``: which text each glyph stands for
- ``archive``: the word of conformance in a file that is PDF/A as well as PDF/UA

``docs/accessibility.md`` says what a reader gains by it, and what is left.
"""

from medleaf.printing.tags import archive, glyphs, letters, structure


def install() -> None:
    """Mend WeasyPrint in this process, once."""
    structure.install()
    letters.install()
    glyphs.install()
    archive.install()
