"""What every page and door of the desk is answered with."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from fastapi import Depends, Request

from medleaf.build.desk import Desk
from medleaf.build.printouts import Printouts
from medleaf.build.renders import Renders
from medleaf.model.edition import Edition
from medleaf.model.page import Format

if TYPE_CHECKING:  # SQLAlchemy takes half a second to import; the first page needs none of it
    from medleaf.build.uselog import UseLog


@dataclass(frozen=True, slots=True)
class Room:
    """The desk, the workers behind it, and what they printed.

    *log* opens the use log; it does so once and takes a while the first time.
    """

    desk: Desk
    renders: Renders
    printouts: Printouts
    log: "Callable[[], UseLog]"

    async def note(self, edition: Edition, format_: Format) -> None:
        """Write down that a sheet of *edition* was given out; nothing of a patient's."""
        leaflet, tag = edition.leaflet.id, edition.language.tag

        def note() -> None:
            from medleaf.build.uselog import Use

            self.log().note(Use(leaflet, edition.revision, tag, format_))

        await asyncio.to_thread(note)


def _room(request: Request) -> Room:
    room: Room = request.app.state.room
    return room


Here = Annotated[Room, Depends(_room)]
