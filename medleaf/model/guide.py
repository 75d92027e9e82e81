"""What the online guide is made of, before it is pages."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from medleaf.model.clinic import Clinic
from medleaf.model.edition import Edition
from medleaf.model.language import Language
from medleaf.model.page import Format, Size


@dataclass(frozen=True, slots=True)
class Known:
    """A text of an edition that went out before, and may lie on somebody's table.

    *sound* is whether it says the doses and warnings of today; *changes* is how many lines
    the change history had when it went out.
    """

    revision: str
    date: date
    sound: bool
    changes: int


@dataclass(frozen=True, slots=True)
class Download:
    """A file beside a page of the guide. *size* is in bytes, *beside* the second language."""

    name: str
    format: Format
    paper: Size
    size: int
    beside: Language | None = None


@dataclass(frozen=True, slots=True)
class Guide:
    """A page of the guide: an edition, what went out of it before, and what to download."""

    edition: Edition
    known: tuple[Known, ...] = ()
    downloads: tuple[Download, ...] = ()


@dataclass(frozen=True, slots=True)
class Gone:
    """A sheet that went out and whose guide may not be shown today; its QR code still answers."""

    leaflet: str
    language: Language


@dataclass(frozen=True, slots=True)
class Site:
    """All guides there are, and whose they are.

    *guides* are by leaflet and then by the folder name of the language. *voices* are, by language,
    editions whose words say what is on pages that belong to no leaflet; there is one at least.
    *logo* is a picture and its media type. The address of the site is the clinic's.
    """

    clinic: Clinic
    templates: Path
    guides: Mapping[str, Mapping[str, Guide]]
    voices: Mapping[str, Edition]
    gone: tuple[Gone, ...] = ()
    logo: tuple[bytes, str] | None = None

    @property
    def base(self) -> str:
        """The address of the site, without a slash at its end."""
        return self.clinic.guide.rstrip("/")

    @property
    def languages(self) -> tuple[Language, ...]:
        """The languages there are guides in, English first."""
        tags = {tag for group in self.guides.values() for tag in group}
        found = [self.voice(tag).language for tag in tags]
        return tuple(sorted(found, key=lambda it: (not it.source, it.tag)))

    @property
    def doors(self) -> tuple[tuple[Language, str], ...]:
        """The languages, each with its words for the list of guides."""
        return tuple((it, self.voice(it.tag).words.online.home) for it in self.languages)

    def voice(self, tag: str) -> Edition:
        """Return an edition whose words speak the language *tag*, or else another."""
        return self.voices.get(tag) or self.voices.get("en") or next(iter(self.voices.values()))
