"""HTML -> PDF. The only module that knows WeasyPrint."""

import hashlib
import logging
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from medleaf.model.page import Html, Pdf
from medleaf.model.problem import PressError, Problem
from medleaf.printing import breaks, engine, quick, slots, tags
from medleaf.printing.measure import Side, measure, read
from medleaf.printing.sides import two_sided
from medleaf.printing.stamp import Stamp, Template


@dataclass(frozen=True, slots=True)
class Laid:
    """A page laid out and measured, not yet written."""

    html: Html
    document: Any
    pages: tuple[Side, ...]

    @property
    def text(self) -> str:
        """What stands on the pages, before it is shaped."""
        return read(page._page_box for page in self.document.pages)

    def problems(self) -> tuple[Problem, ...]:
        """Return what does not fit: sides too many, sides too full, text out of its box."""
        return tuple(_misfits(self.html, self.pages))

    def write(self) -> Pdf:
        """Return the PDF; raises PressError for a letter that no font has."""
        kept = slots.apart(self.html.letters) if self.html.letters else nullcontext()
        with _heard(self.html), kept:
            variant = f"pdf/{self.html.conformance}"
            data: bytes = self.document.write_pdf(pdf_variant=variant, finisher=two_sided)
        digest = hashlib.sha256(data).hexdigest()
        return Pdf(data, len(self.pages), self.html.title, self.html.language, digest)

    def template(self) -> Template:
        """Return the document as one to be stamped; the label on it has slots for the values."""
        with _heard(self.html):
            return slots.template(self.document, self.html.letters, f"pdf/{self.html.conformance}")


def typeset(html: Html) -> Pdf:
    """Lay *html* out and return the PDF; the same HTML always gives the same bytes.

    Raises PressError if it does not fit its sides, if a letter is missing from the
    fonts, or if anything else made WeasyPrint complain.
    """
    laid = lay(html)
    if problems := laid.problems():
        raise PressError(problems)
    return laid.write()


def stamp_of(template: Template) -> Stamp:
    """Return *template* ready to be stamped in this process."""
    load()
    return Stamp(template, _font_configuration())


def lay(html: Html) -> Laid:
    """Lay *html* out and measure it."""
    weasyprint = load()
    with _heard(html):
        page = weasyprint.HTML(string=html.markup, url_fetcher=_fetcher(html.resources))
        document = page.render(
            font_config=_font_configuration(),
            stylesheets=[_style(text) for text in html.styles],
            pdf_variant=f"pdf/{html.conformance}",
        )
    return Laid(html, document, measure(page._page_box for page in document.pages))


def joined(html: Html, front: Laid, back: Laid) -> Laid:
    """Return *html*, whose side 1 is laid out as *front* and whose side 2 as that of *back*."""
    pages = front.document.pages[0], back.document.pages[-1]
    return Laid(html, front.document.copy(pages), (front.pages[0], back.pages[-1]))


def _misfits(html: Html, pages: tuple[Side, ...]) -> Iterator[Problem]:
    def problem(message: str) -> Problem:
        return Problem(html.file, 0, "fit", f"{html.language}, {html.paper}: {message}")

    for number, page in enumerate(pages, start=1):
        for text in page.outside:
            where = f"side {page.side or number}"
            yield problem(f"{where}: no room for the width of {html.quoted(text)}")
        for text in page.tall:
            yield problem(f"page {number}: no room for the height of {html.quoted(text)}")
        for head, lines in page.over:
            yield problem(f"side {page.side}: {html.quoted(head)} is {lines} lines too many")
    if html.sides not in {None, len(pages)} and not any(page.over for page in pages):
        yield problem(f"makes {len(pages)} pages, not {html.sides}")


# ------------------------------------------------------------------ one per process


@cache
def load() -> Any:
    """Import WeasyPrint and mend it."""
    weasyprint = engine.fetch()
    # Without a handler of its own WeasyPrint would write to stderr as well.
    logging.getLogger("weasyprint").addHandler(logging.NullHandler())
    # In this order: the quick mends remember what the others do, and the mends of tags lie
    # around whatever draws and writes, quick or not.
    breaks.install()
    quick.install()
    tags.install()
    return weasyprint


@cache
def _font_configuration() -> Any:
    """Return the only one of this process: each one leaks, and it must not cross a fork."""
    from weasyprint.text.fonts import FontConfiguration

    return FontConfiguration()


def prepare(style: str) -> None:
    """Get ready for pages that have the CSS *style*."""
    _font_configuration()
    _style(style)


@lru_cache(maxsize=64)
def _style(text: str) -> Any:
    return load().CSS(string=text, url_fetcher=_fetcher({}))


def _fetcher(resources: Mapping[str, tuple[bytes, str]]) -> Any:
    """Return a fetcher that knows *resources* and refuses network and disk."""
    return _bundle()(resources)


@cache
def _bundle() -> Any:
    """Return the class of such fetchers; one for all pages, as it is slow to make."""
    from email.message import EmailMessage, Message

    from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

    simple = Message().policy  # that of EmailMessage imports a parser for each kind of header

    class Bundle(URLFetcher):  # type: ignore[misc]
        def __init__(self, resources: Mapping[str, tuple[bytes, str]]) -> None:
            super().__init__(allowed_protocols=[], allow_redirects=False, fail_on_errors=True)
            self._resources = resources

        def fetch(self, url: str, headers: Any = None) -> Any:  # noqa: ARG002
            if url not in self._resources:
                raise FatalURLFetchingError(f"{url[:80]} is not part of the page")
            data, media = self._resources[url]
            head = EmailMessage(simple)
            head["Content-Type"] = media
            return URLFetcherResponse(url, data, head)

    return Bundle


# ------------------------------------------------------------------ what goes wrong


class _Ear(logging.Handler):
    """Keeps what WeasyPrint warns of."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.said.append(record.getMessage())


_NOTDEF = re.compile(r'\.notdef glyph .*"(?P<character>.+)" \((?P<code>U\+[0-9A-F]+)\)$', re.DOTALL)


@contextmanager
def _heard(html: Html) -> Iterator[None]:
    """Turn every warning and error of WeasyPrint into a PressError."""
    ear = _Ear()
    logger = logging.getLogger("weasyprint")
    logger.addHandler(ear)
    try:
        yield
    except PressError:
        raise
    except Exception as error:
        message = f"{html.language}: cannot be laid out: {type(error).__name__}: {error}"
        raise PressError([Problem(html.file, 0, "layout", message)]) from error
    except BaseException as error:
        # A refused address is not an Exception, lest WeasyPrint goes on without it.
        if type(error).__name__ != "FatalURLFetchingError":
            raise
        message = f"{html.language}: {error}"
        raise PressError([Problem(html.file, 0, "blocked", message)]) from error
    finally:
        logger.removeHandler(ear)
    if ear.said:
        raise PressError(_complaint(html, words) for words in ear.said)


def _complaint(html: Html, words: str) -> Problem:
    if found := _NOTDEF.search(words):
        for name, value in html.private:
            if found["character"] in value:
                own = f"a letter of the patient’s own text ({name})"
                return Problem(html.file, 0, "glyph", f"{html.language}: no font has {own}")
        where = _sentence_with(html, found["character"])
        message = f"{html.language}: no font has “{found['character']}” ({found['code']}){where}"
        return Problem(html.file, 0, "glyph", message)
    return Problem(html.file, 0, "layout", f"{html.language}: {words}")


def _sentence_with(html: Html, character: str) -> str:
    text = re.search(rf"[^<>]*{re.escape(character)}[^<>]*", html.markup)
    return f" in “{text[0].strip()[:120]}”" if text else ""
