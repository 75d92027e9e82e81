"""What every page and door of the desk is answered with."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from medleaf.build.desk import Desk
from medleaf.build.printouts import Printouts
from medleaf.build.renders import Renders


@dataclass(frozen=True, slots=True)
class Room:
    """The desk, the workers behind it, and what they printed."""

    desk: Desk
    renders: Renders
    printouts: Printouts


def _room(request: Request) -> Room:
    room: Room = request.app.state.room
    return room


Here = Annotated[Room, Depends(_room)]
