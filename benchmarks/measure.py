"""How a command is measured: wall time, CPU time of it and its children, largest memory."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).parent.parent


@dataclass(frozen=True, slots=True)
class Cost:
    """What one run of a command took: seconds of wall and CPU time, megabytes of memory."""

    wall: float
    cpu: float
    memory: float


def cost(
    command: Sequence[str | Path],
    folder: Path,
    env: Mapping[str, str] | None = None,
    codes: tuple[int, ...] = (0,),
) -> Cost:
    """Run *command* in *folder* and return what it took; raise if it ends with none of *codes*."""
    began = time.perf_counter()
    process = subprocess.Popen(
        [str(word) for word in command],
        cwd=folder,
        env={**os.environ, **(env or {})},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in codes:
        raise subprocess.CalledProcessError(process.returncode, command)
    wall = time.perf_counter() - began
    return Cost(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def middle(costs: Sequence[Cost]) -> Cost:
    """Return the medians of *costs*."""
    return Cost(
        median(c.wall for c in costs), median(c.cpu for c in costs), median(c.memory for c in costs)
    )


def apart(module: str, *words: object) -> Any:
    """Run *module* with *words* in a process of its own; return the JSON that it tells.

    Raises RuntimeError with what it complained of, where it fails.
    """
    done = subprocess.run(
        [sys.executable, "-m", module, *map(str, words)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"{module} failed:\n{done.stderr}")
    return json.loads(done.stdout)


@contextmanager
def employed(work: Callable[..., None], *words: object) -> Iterator[Connection]:
    """Have *work*, with a pipe and *words*, run in a process of its own; yield the other end.

    The process is new, not forked, and ends with the block.
    """
    context = get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=work, args=(theirs, *words))
    process.start()
    try:
        yield ours
    finally:
        process.terminate()
        process.join()
