"""The pages of the desk that are sent by a form: directions, the basket, files of prescriptions.

Nothing of what they say is kept: a page carries it to the next one.
"""

import asyncio
import base64
import binascii
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import get_args

from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.datastructures import FormData, UploadFile

from medleaf.build import slip
from medleaf.build.counter import Served, Turned, Wishes
from medleaf.build.desk import Shelf
from medleaf.build.handout import Handout, hand_in
from medleaf.build.personal import Made
from medleaf.build.sheet import pictures
from medleaf.build.slip import Laid
from medleaf.dosing.codes import REASONS
from medleaf.dosing.speech import SAYINGS
from medleaf.faces.desk.frames import frame_of, page, trouble
from medleaf.faces.desk.room import Here, Room
from medleaf.faces.desk.tiles import named, pictured
from medleaf.language import locales
from medleaf.language.negotiate import nearest
from medleaf.model.desk import Barred, Frame, Lain, Lot, Named, Picture, Proof, Slip
from medleaf.model.language import SOURCE, Language
from medleaf.model.page import PAPERLESS, Format, Paper
from medleaf.model.problem import PressError
from medleaf.model.sayings import Counted
from medleaf.printing.desk import pages

router = APIRouter(include_in_schema=False)

FORMATS: tuple[Format, ...] = tuple(it for it in get_args(Format) if it not in PAPERLESS)
PAPERS: tuple[Paper, ...] = get_args(Paper)
MOST_FILE = 4_000_000  # bytes: a page carries them on, in letters
REFUSED = 422  # what was asked for is understood, and cannot be printed
_CHOICES = ("leaflet", "language", "edition", "paper")


@dataclass(frozen=True, slots=True)
class _Sent:
    """What a form or an address says: single values, the days that were ticked, a file."""

    values: Mapping[str, str]
    days: tuple[str, ...]
    file: bytes | None = None

    @property
    def format(self) -> Format:
        """The edition that was chosen, the standard one where it is none of paper."""
        return next((it for it in FORMATS if it == self.values["edition"]), "standard")

    def paper(self, shelf: Shelf) -> Paper:
        """The paper that was chosen, else the clinic's."""
        return next((it for it in PAPERS if it == self.values["paper"]), shelf.clinic.paper)

    def wishes(self, shelf: Shelf, language: str = "") -> Wishes:
        """What holds for all that is printed."""
        release = shelf.clinic.release
        return Wishes(language, self.paper(shelf), (self.format,), release)


async def _sent(request: Request) -> _Sent:
    form = await request.form(max_files=1) if request.method == "POST" else request.query_params
    values: defaultdict[str, str] = defaultdict(str)
    file = None
    for name, value in form.multi_items():
        if isinstance(value, UploadFile):
            file = await value.read()
        elif name != "days":
            values[name] = value
    days = [it for it in form.getlist("days") if it in pages.DAYS]
    if isinstance(form, FormData):
        await form.close()
    return _Sent(values, tuple(map(str, days)), file)


# ------------------------------------------------------------------ directions


@router.get("/directions")
@router.post("/directions")
async def directions(request: Request, here: Here) -> Response:
    """Show the form for directions, and what the sheet says where it was filled in."""
    sent = await _sent(request)
    proof = await _proof(request, here, sent) if sent.values["kind"] else None

    def compose() -> Response:
        shelf = here.desk.shelf()
        frame = frame_of(request, shelf)
        return page(pages.dosing(frame, _slip(shelf, frame, sent, proof)), private=True)

    return await asyncio.to_thread(compose)


@router.post("/directions/proof")
async def prove(request: Request, here: Here) -> Response:
    """Return what became of the directions alone, for a preview while somebody types."""
    proof = await _proof(request, here, await _sent(request))

    def compose() -> Response:
        return page(pages.proof(frame_of(request, here.desk.shelf()), proof), private=True)

    return await asyncio.to_thread(compose)


@router.post("/directions/print")
async def print_directions(request: Request, here: Here) -> Response:
    """Return the patient's sheet as PDF, or a page that says why there is none."""
    sent = await _sent(request)
    return await _printed(request, here, sent, (slip.written(sent.values, sent.days),))


def _slip(shelf: Shelf, frame: Frame, sent: _Sent, proof: Proof | None) -> Slip:
    tag = frame.interface.language.tag
    values = defaultdict(str, sent.values)
    wanted = nearest(values["language"][:40], [it.tag for it in shelf.languages])
    reader = locales.language(wanted) if wanted else frame.interface.language
    values["language"] = reader.html
    values["kind"] = values["kind"] or pages.KINDS[0]
    values["edition"], values["paper"] = sent.format, sent.paper(shelf)
    amounts = type(SAYINGS.amounts).model_fields
    reasons = dict.fromkeys(REASONS.values())
    return Slip(
        values=values,
        days=frozenset(sent.days),
        leaflets=_leaflets(shelf, tag, topics=False),
        languages=shelf.languages,
        formats=FORMATS,
        papers=PAPERS,
        units=tuple((name, _unit(shelf, tag, name)) for name in amounts),
        reasons=tuple(
            (name.replace("_", " "), shelf.library.phrase(tag, getattr(SAYINGS.reasons, name)))
            for name in reasons
        ),
        proof=proof or Proof(reader),
        basket=values["basket"],
    )


def _unit(shelf: Shelf, tag: str, name: str) -> str:
    """Return what several of a unit are called: the message without its number."""
    family = getattr(SAYINGS.amounts, name)
    said = shelf.library.phrase(tag, family.exact)
    before, _, after = said.partition("{n}")
    # Some languages write a classifier at the number: it is no part of the name.
    bare = after.partition(" ")[2] if isinstance(family, Counted) and after[:1].strip() else after
    return f"{before} {bare or after}".strip() or name


def _leaflets(shelf: Shelf, tag: str, *, topics: bool) -> tuple[tuple[str, Named], ...]:
    found = [
        (name, named(shelf, name, tag)[0])
        for name in shelf.ids
        if topics or shelf.library.leaflet(name).kind != "topic"
    ]
    return tuple(sorted(found, key=lambda it: it[1].text.casefold()))


async def _proof(request: Request, here: Room, sent: _Sent) -> Proof:
    item = slip.written(sent.values, sent.days)
    laid: Laid | None = None

    def read() -> tuple[Language, Handout | None]:
        nonlocal laid
        shelf = here.desk.shelf()
        frame = frame_of(request, shelf)
        tags = [it.tag for it in shelf.languages]
        tag = nearest(sent.values["language"][:40], tags)
        language = locales.language(tag) if tag else frame.interface.language
        if not sent.values["leaflet"] or not slip.told(item):
            return language, None
        handout, (laid,) = slip.lay(shelf, (item,), sent.wishes(shelf))
        return language, handout

    try:
        language, handout = await asyncio.to_thread(read)
    except PressError as error:
        return Proof(locales.language(SOURCE), barred=_barred(error))
    if handout is None or laid is None:
        return Proof(language)
    if laid.reasons or isinstance(laid.answer, Turned):
        return Proof(language, barred=Barred(laid.reasons))
    said = laid.answer.copies[0].directions
    made, unmade = await here.printouts.copies(handout)
    if unmade:
        reasons = tuple(it.message for one in unmade for it in one.problems)
        return Proof(language, said, barred=Barred(reasons), notes=laid.notes)
    sizes = await here.renders.make(pictures, made[0].data, handout.look)
    shown = tuple(Picture(_inside(it.png), *pictured(it)) for it in sizes)
    return Proof(language, said, shown, notes=laid.notes)


def _inside(png: bytes) -> str:
    """Return a picture as an address that holds it: it is a patient's, and lies nowhere."""
    return f"data:image/png;base64,{base64.b64encode(png).decode()}"


def _barred(error: PressError) -> Barred:
    return Barred(tuple(dict.fromkeys(it.message for it in error.problems)))


# ------------------------------------------------------------------ basket


@router.get("/basket")
@router.post("/basket")
async def basket(request: Request, here: Here) -> Response:
    """Show what is in the basket, with one more or one less."""
    sent = await _sent(request)
    items = _changed(slip.load(sent.values["basket"]), sent)

    def compose() -> Response:
        shelf = here.desk.shelf()
        frame = frame_of(request, shelf)
        lot = _lot(shelf, frame, sent)
        if items:
            _, laid = slip.lay(shelf, items, sent.wishes(shelf))
            lot = replace(lot, items=tuple(_lain(shelf, frame, it) for it in laid))
        posted = request.method == "POST"
        lot = replace(lot, carried=slip.dump(items), posted=posted)
        return page(pages.basket(frame, lot), private=True)

    return await asyncio.to_thread(compose)


@router.post("/basket/print")
async def print_basket(request: Request, here: Here) -> Response:
    """Return all that is in the basket, or in a file, as one PDF; or why there is none."""
    sent = await _sent(request)
    if carried := sent.values["file"]:
        data = _unpacked(carried)
        return await _printed_file(request, here, sent, data)
    return await _printed(request, here, sent, slip.load(sent.values["basket"]))


@router.post("/basket/file")
async def file(request: Request, here: Here) -> Response:
    """Show what the prescriptions of a file get, and what is left out."""
    sent = await _sent(request)
    data = sent.file or b""

    def compose() -> Response:
        shelf = here.desk.shelf()
        frame = frame_of(request, shelf)
        lot = replace(_lot(shelf, frame, sent), file=True, language=sent.values["language"])
        if len(data) > MOST_FILE:
            told = f"the file has more than {MOST_FILE:,} bytes; `dispense` takes any size"
            return page(pages.basket(frame, replace(lot, problems=(told,))), REFUSED, private=True)
        try:
            handout = hand_in(shelf, data, sent.wishes(shelf, sent.values["language"]))
        except PressError as error:
            found = tuple(dict.fromkeys(it.message for it in error.problems))
            return page(pages.basket(frame, replace(lot, problems=found)), REFUSED, private=True)
        every: tuple[Served | Turned, ...] = (*handout.served, *handout.turned)
        rows = sorted(every, key=lambda it: int(it.row))
        items = tuple(_row(shelf, frame, it) for it in rows)
        carried = base64.b64encode(data).decode() if handout.served else ""
        whole = replace(lot, items=items, carried=carried, posted=True)
        return page(pages.basket(frame, whole), private=True)

    return await asyncio.to_thread(compose)


def _changed(items: tuple[slip.Item, ...], sent: _Sent) -> tuple[slip.Item, ...]:
    """Return *items* as what was pressed leaves them."""
    do = sent.values["do"]
    if do == "add" and sent.values["leaflet"]:
        return (*items, slip.written(sent.values, sent.days))
    if do == "clear":
        return ()
    if do.startswith("remove-"):
        return tuple(it for n, it in enumerate(items) if f"remove-{n}" != do)
    return items


def _lot(shelf: Shelf, frame: Frame, sent: _Sent) -> Lot:
    tag = frame.interface.language.tag
    wanted = nearest(sent.values["language"][:40], [it.tag for it in shelf.languages])
    return Lot(
        leaflets=_leaflets(shelf, tag, topics=True),
        languages=shelf.languages,
        language=(locales.language(wanted) if wanted else frame.interface.language).html,
        format=sent.format,
        paper=sent.paper(shelf),
        formats=FORMATS,
        papers=PAPERS,
    )


def _lain(shelf: Shelf, frame: Frame, it: Laid) -> Lain:
    own = frame.interface.language.tag
    row = it.item[0]
    tag = nearest(row.get("language", ""), [each.tag for each in shelf.languages])
    title = named(shelf, row.get("code", ""), own)[0]
    barred = Barred(it.reasons) if it.reasons else None
    said = None if isinstance(it.answer, Turned) or barred else it.answer.copies[0].directions
    language = locales.language(tag) if tag else None
    return Lain(title, language, directions=said, barred=barred, notes=it.notes)


def _row(shelf: Shelf, frame: Frame, it: Served | Turned) -> Lain:
    if isinstance(it, Turned):
        return Lain(None, None, row=it.row, barred=Barred((it.reason,)))
    pair, said = it.copies[0].pair, it.copies[0].directions
    title = named(shelf, pair.leaflet, frame.interface.language.tag)[0]
    notes = tuple(note.reason for note in it.notes)
    return Lain(title, locales.language(pair.tag), it.row, said, notes=notes)


def _unpacked(carried: str) -> bytes:
    try:
        return base64.b64decode(carried, validate=True)
    except (binascii.Error, ValueError):
        return b""


# ------------------------------------------------------------------ printing


async def _printed(
    request: Request, here: Room, sent: _Sent, items: tuple[slip.Item, ...]
) -> Response:
    """Return *items* as one PDF; nothing at all where one of them may not be printed."""

    def read() -> tuple[Handout, tuple[Laid, ...]]:
        shelf = here.desk.shelf()
        return slip.lay(shelf, items, sent.wishes(shelf))

    if not items:
        return await trouble(request, REFUSED)
    handout, laid = await asyncio.to_thread(read)
    if reasons := tuple(reason for it in laid for reason in it.reasons):
        return await trouble(request, REFUSED, reasons)
    return await _bound(request, here, handout)


async def _printed_file(request: Request, here: Room, sent: _Sent, data: bytes) -> Response:
    def read() -> Handout:
        shelf = here.desk.shelf()
        return hand_in(shelf, data, sent.wishes(shelf, sent.values["language"]))

    handout = await asyncio.to_thread(read)
    if not handout.served:
        return await trouble(request, REFUSED, tuple(it.reason for it in handout.turned))
    return await _bound(request, here, handout)


async def _bound(request: Request, here: Room, handout: Handout) -> Response:
    made, unmade = await here.printouts.copies(handout)
    if unmade:
        reasons = (it.message for one in unmade for it in one.problems)
        return await trouble(request, REFUSED, tuple(dict.fromkeys(reasons)))
    data = await _whole(here, handout, made)
    for served in handout.served:
        for copy in served.copies:
            await here.note(served.edition, copy.format)
    headers = {
        "Content-Disposition": 'inline; filename="leaflets.pdf"',
        "Cache-Control": "no-store",
    }
    return Response(data, headers=headers, media_type="application/pdf")


async def _whole(here: Room, handout: Handout, made: tuple[Made, ...]) -> bytes:
    return made[0].data if len(made) == 1 else await here.printouts.bound(made, handout.look)
