"""What the templates of the desk may ask for to say something."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from markupsafe import Markup

from medleaf.model.desk import Interface, Named
from medleaf.model.language import Language
from medleaf.model.text import PLACEHOLDER
from medleaf.printing.page import ENGLISH
from medleaf.printing.pictograms import names, pictogram
from medleaf.printing.typography import left_to_right, typeset_text

_SVG = '<svg class="pic" aria-hidden="true" '


@dataclass(frozen=True, slots=True)
class Voice:
    """Says the words of *interface*; whatever is in another language is marked as such."""

    interface: Interface

    def t(self, text: str, **values: str) -> Markup:
        """Return a sentence of the desk, filled; English that is left over is marked."""
        if text in self.interface.missing and not self.interface.language.source:
            return self.english(filled(text, values))
        return typeset_text(filled(text, values), self.interface.language)

    def plain(self, text: str, **values: str) -> str:
        """Return a sentence of the desk for an attribute, not yet escaped."""
        return filled(text, values)

    def english(self, text: str) -> Markup:
        """Return English words, such as the reasons of a check."""
        return self.named(Named(text, ENGLISH))

    def named(self, it: Named) -> Markup:
        """Return words in their own language and script."""
        inside = typeset_text(it.text, it.language)
        return Markup("<span{}>{}</span>").format(self.spoken(it.language), inside)

    def own(self, language: Language) -> Markup:
        """Return what a language calls itself."""
        shown = Markup('<span class="own {}" lang="{}" dir="{}">{}</span>')
        return shown.format(language.script, language.html, language.direction, language.own)

    def spoken(self, language: Language) -> Markup:
        """Return the attributes of a part of the page that is in *language*."""
        if language == self.interface.language:
            return Markup("")
        attributes = Markup(' lang="{}" dir="{}" class="{}"')
        return attributes.format(language.html, language.direction, language.script)

    def ltr(self, text: str) -> Markup:
        """Return a number, a code or an address, whole and in its own order."""
        return left_to_right(text, self.interface.language)


def filled(text: str, values: dict[str, str]) -> str:
    """Return *text* with its placeholders filled."""
    return PLACEHOLDER.sub(lambda found: values[found[1]], text)


def pictures(templates: Path, *, mirrored: bool) -> Callable[[str], Markup]:
    """Return what draws a pictogram, of the desk or of the sheets, in the colour of the words."""
    desk = templates / "desk"
    own = names(desk)

    def pic(name: str) -> Markup:
        folder = desk if name in own else templates
        data = pictogram(folder, name, "currentColor", mirrored=mirrored).decode()
        return Markup(data.replace("<svg ", _SVG, 1).strip())  # noqa: S704  a drawing of ours

    return pic
