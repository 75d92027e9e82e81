"""Keeps each language's glossary in step with the leaflets."""

from medleaf.build.catalogs import catalogs
from medleaf.build.library import Library
from medleaf.language import glossary
from medleaf.language.catalog import Standing, catalog
from medleaf.language.glossary import Term


def terms(library: Library, tag: str) -> tuple[Term, ...]:
    """Return the glossary of *tag* with every term that leaflets explain, and key words."""
    said = {
        now.english: now.text
        for item in catalogs(library, tag).values()
        for now in catalog(item.po.entries, item.file, tag).values()
        if now.standing is Standing.TRANSLATED
    }
    leaflets = [library.leaflet(name) for name in library.ids]
    own = [term for leaflet in leaflets for term in leaflet.guide.glossary]
    explained = {str(term.term): str(term.meaning) for term in own}
    english = "\n".join(s.text for leaflet in leaflets for s in leaflet.sentences())
    old = glossary.read(library.workspace.glossary(tag))
    return glossary.grow(old, explained, said, english)
