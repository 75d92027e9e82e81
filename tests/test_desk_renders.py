"""The pool behind the desk loses nothing: workers may die or hang, and the next piece is done."""

import asyncio
import os
import signal
from contextlib import asynccontextmanager

import labours
import pytest

from medleaf.build.desk import Desk
from medleaf.build.renders import BusyError, LostError, Renders


@asynccontextmanager
async def opened(place, workers=1, **limits):
    shelf = Desk(place, place.root / "out").shelf()
    renders = Renders(workers, **limits)
    await renders.open(shelf.press, "look")
    await asyncio.gather(*renders._working)  # they are getting ready
    try:
        yield renders
    finally:
        await renders.close()


def gone(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False


def test_a_worker_that_dies_is_replaced_and_its_piece_done_again(place, tmp_path):
    async def go():
        async with opened(place) as renders:
            first = await renders.make(labours.whose, None, "look")
            assert await renders.make(labours.die_once, tmp_path / "mark", "look") == "done"
            assert await renders.make(labours.whose, None, "look") != first
            with pytest.raises(LostError, match="died"):
                await renders.make(labours.die, None, "look")
            assert await renders.make(labours.count, 1, "look") == 2

    asyncio.run(go())


def test_a_piece_that_hangs_is_stopped_with_its_worker_alone(place):
    async def go():
        async with opened(place, workers=2, seconds=4) as renders:
            pids = {await renders.make(labours.whose, None, "look") for _ in range(2)}
            assert len(pids) == 2
            hanging = asyncio.create_task(renders.make(labours.hang, 60, "look"))
            await asyncio.sleep(0.1)
            other = await renders.make(labours.whose, None, "look")
            with pytest.raises(LostError, match="too long"):
                await hanging
            await asyncio.sleep(0.2)
            assert {pid for pid in pids if gone(pid)} == pids - {other}
            assert await renders.make(labours.count, 1, "look") == 2

    asyncio.run(go())


def test_who_comes_to_a_full_queue_is_sent_away_and_those_in_it_are_served(place):
    async def go():
        async with opened(place, waiting=2) as renders:
            begun = [asyncio.create_task(renders.make(labours.hang, 0.3, "look")) for _ in range(3)]
            await asyncio.sleep(0.1)
            with pytest.raises(BusyError) as busy:
                await renders.make(labours.count, 1, "look")
            assert busy.value.seconds >= 1
            assert await asyncio.gather(*begun) == ["done"] * 3
            assert await renders.make(labours.count, 1, "look") == 2
            assert renders.load == (1, 0, 0)

    asyncio.run(go())


def test_who_stops_waiting_leaves_no_place_taken(place):
    async def go():
        async with opened(place, waiting=1) as renders:
            begun = asyncio.create_task(renders.make(labours.hang, 0.5, "look"))
            waiting = asyncio.create_task(renders.make(labours.count, 1, "look"))
            await asyncio.sleep(0.1)
            waiting.cancel()
            begun.cancel()
            assert await renders.make(labours.count, 1, "look") == 2
            assert renders.load == (1, 0, 0)

    asyncio.run(go())


def test_the_end_waits_for_what_was_begun_and_leaves_no_process(place):
    async def go():
        async with opened(place) as renders:
            pid = await renders.make(labours.whose, None, "look")
            begun = asyncio.create_task(renders.make(labours.hang, 0.5, "look"))
            late = asyncio.create_task(renders.make(labours.count, 1, "look"))
            await asyncio.sleep(0.1)
            await renders.close()
            assert await begun == "done"
            with pytest.raises(BusyError):
                await late
            assert gone(pid)

    asyncio.run(go())


def test_a_fault_of_a_piece_is_its_own(place):
    async def go():
        async with opened(place) as renders:
            pid = await renders.make(labours.whose, None, "look")
            with pytest.raises(ValueError, match="a fault"):
                await renders.make(labours.fail, None, "look")
            assert await renders.make(labours.whose, None, "look") == pid

    asyncio.run(go())


def test_pieces_of_a_kind_go_to_one_worker_and_none_keeps_an_old_look(place):
    async def go():
        async with opened(place, workers=2) as renders:
            ways = [await renders.make(labours.whose, None, "look", "a") for _ in range(4)]
            assert len(set(ways)) == 1
            assert await renders.make(labours.whose, None, "look", "b") != ways[0]
            assert await renders.make(labours.whose, None, "new look", "a") not in ways

    asyncio.run(go())


def test_signals_to_the_whole_group_stop_no_worker_in_its_work(place):
    async def go():
        async with opened(place) as renders:
            pid = await renders.make(labours.whose, None, "look")
            begun = asyncio.create_task(renders.make(labours.hang, 0.5, "look"))
            await asyncio.sleep(0.1)
            os.kill(pid, signal.SIGTERM)
            os.kill(pid, signal.SIGINT)
            assert await begun == "done"

    asyncio.run(go())


def test_a_worker_that_cannot_be_started_is_started_by_the_next_piece(place, monkeypatch):
    start, failures = Renders._crew, [OSError("no memory"), OSError("no memory")]

    def crew(renders):
        if failures:
            raise failures.pop()
        return start(renders)

    monkeypatch.setattr(Renders, "_crew", crew)

    async def go():
        shelf = Desk(place, place.root / "out").shelf()
        renders = Renders(1)
        await renders.open(shelf.press, "look")
        with pytest.raises(OSError, match="no memory"):
            await renders.make(labours.count, 1, "look")
        assert await renders.make(labours.count, 1, "look") == 2
        await renders.close()

    asyncio.run(go())
