"""A language, as the press needs to know it."""

from dataclasses import dataclass
from typing import Literal

SOURCE = "en"  # the language leaflets are written in


@dataclass(frozen=True, slots=True)
class Language:
    """One of the languages leaflets are printed in.

    *tag* is the gettext form that names folders (``zh_Hans``), *html* the BCP 47
    form for ``lang`` and addresses (``zh-Hans``), *script* an ISO 15924 code,
    *own* the language's name in itself, *english* its name in English.
    """

    tag: str
    html: str
    script: str
    direction: Literal["ltr", "rtl"]
    own: str
    english: str

    @property
    def source(self) -> bool:
        """Whether it is the language leaflets are written in."""
        return self.tag == SOURCE

    @property
    def pseudo(self) -> bool:
        """Whether nobody speaks it: a language for testing the layout."""
        return self.tag.startswith("en_X")
