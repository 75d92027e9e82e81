"""A crew does every piece once, each worker in a lane of its own, and survives its workers."""

import os
import signal
import time
from collections import defaultdict
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from medleaf.build import crew
from medleaf.build.crew import Trade, work
from medleaf.workers import pool

Piece = tuple[str, int]  # what to do, and its number
Done = tuple[Piece, int]  # the piece, and the process that did it; 0: lost


def warm() -> None:
    pass


def do(piece: Piece) -> Done:
    match piece[0]:
        case "die":
            os.kill(os.getpid(), signal.SIGKILL)
        case "hang":
            time.sleep(600)
        case "slow":
            time.sleep(0.02)
        case "long":
            time.sleep(3)  # in which a worker that is slow to start has done two others
    return piece, os.getpid()


def lost(piece: Piece) -> Done:
    return piece, 0


TRADE = Trade(warm, do, lost)


def done(lanes: list[list[Piece]], workers: int) -> list[Done]:
    return [*work([iter(lane) for lane in lanes], TRADE, workers, pool)]


def test_a_worker_keeps_to_its_lane():
    lanes = [[("slow", 100 * lane + n) for n in range(20)] for lane in range(2)]
    by_lane: dict[int, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for (_, number), pid in done(lanes, 2):
        by_lane[number // 100][pid] += 1
    (first,), (second,) = (
        [pid for pid, n in found.items() if n >= 15] for found in by_lane.values()
    )
    assert first != second


def test_who_has_done_with_its_lane_helps_in_another():
    lanes = [[("", 0)], [("slow", n) for n in range(1, 30)]]
    found = done(lanes, 2)
    assert sorted(number for (_, number), _ in found) == [*range(30)]
    assert len({pid for _, pid in found}) == 2
    assert min(sum(pid == it for _, it in found) for pid in {pid for _, pid in found}) >= 5


def test_the_last_pieces_wait_for_nobody_in_particular():
    found = {number: pid for (_, number), pid in done([[("long", 0), ("", 1), ("", 2)]], 2)}
    assert found[1] == found[2] != found[0]


@settings(max_examples=15, deadline=None)
@given(
    lanes=st.lists(
        st.lists(st.sampled_from(["", "slow", "die"]), max_size=5), min_size=1, max_size=3
    ),
    workers=st.integers(1, 3),
)
def test_every_piece_is_done_or_lost_once_and_only_the_deadly_are_lost(lanes, workers):
    numbers = iter(range(100))
    pieces = [[(what, next(numbers)) for what in lane] for lane in lanes]
    found = done(pieces, workers)
    assert sorted(piece for piece, _ in found) == sorted(it for lane in pieces for it in lane)
    assert all((pid == 0) == (what == "die") for (what, _), pid in found)


def test_who_hangs_is_stopped_though_others_go_on(monkeypatch):
    monkeypatch.setattr(crew, "SECONDS", 1)
    lanes = [[("hang", 0), ("", 1)], [("slow", n) for n in range(2, 300)]]
    began = time.monotonic()
    found = {number: pid for (_, number), pid in done(lanes, 2)}
    assert len(found) == 300
    assert [number for number, pid in found.items() if not pid] == [0]
    assert time.monotonic() - began < 60


def test_what_pieces_raise_is_raised_and_nobody_stays():
    def lane() -> Iterator[Piece]:
        yield "", 0
        raise ValueError

    found = work([lane()], TRADE, 2, pool)
    with pytest.raises(ValueError):
        list(found)
