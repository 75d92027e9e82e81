"""Where the work is done: processes on this machine, or a Dask cluster by its address."""

import gc
import multiprocessing
import os
import re
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager, suppress
from importlib import import_module
from pathlib import Path

from medleaf.model.problem import PressError, Problem

MakeExecutor = Callable[[int], Executor]

_ADDRESS = re.compile(r"(tcp|tls|ws|wss|inproc)://\S+")
PATIENCE = "15s"  # until a scheduler that does not answer is named


@contextmanager
def crew(where: str) -> Iterator[tuple[int, MakeExecutor]]:
    """Yield how many hands there are at *where*, and what makes an executor of them.

    *where* is a number of processes here, or the address of a Dask scheduler. What Dask is told in
    its own settings, TLS certificates among them, holds. Raises PressError where *where* is
    neither, where Dask is not installed, and where nobody answers.
    """
    if where.isascii() and where.isdigit() and int(where):
        yield int(where), pool
        return
    if not _ADDRESS.fullmatch(where):
        raise _refused(f"{where!r} is neither a number of processes nor tcp://host:port")
    try:
        distributed = import_module("distributed")
    except ImportError as error:
        raise _refused("a cluster needs Dask: pip install 'medleaf[cluster]'") from error
    try:
        client = distributed.Client(where, timeout=PATIENCE, set_as_default=False)
    except (OSError, ValueError, TypeError) as error:
        raise _refused(f"no Dask scheduler answers at {where}: {error}") from error
    with client:
        threads = client.nthreads().values()
        if not threads:
            raise _refused(f"the scheduler at {where} has no workers; start some")
        if max(threads) > 1:
            raise _refused("Pango is not safe in threads; start workers with --nthreads 1")
        yield len(threads), lambda _count: client.get_executor(pure=False)


def _refused(message: str) -> PressError:
    return PressError([Problem(Path("--workers"), 0, "workers", message)])


def pool(count: int) -> Executor:
    """Return *count* worker processes.

    Processes, because Pango is not safe in threads; forked where the system can,
    because a child then shares what its parent has imported.
    """
    methods = multiprocessing.get_all_start_methods()
    context = multiprocessing.get_context("fork" if "fork" in methods else "spawn")
    return ProcessPoolExecutor(count, context, initializer=_begin)


class Ahead:
    """Processes that get ready before it is known whether, and for what, they are needed.

    Called, it hands them out, one by one, and new ones when there are no more. Whoever opened
    it closes it; what was not handed out is stopped then.
    """

    def __init__(self, count: int, ready: Callable[[], object]) -> None:
        """Start *count* processes that call *ready*."""
        self._kept = [pool(1) for _ in range(count)]
        for one in self._kept:
            one.submit(ready)

    def __call__(self, count: int) -> Executor:
        """Return *count* worker processes."""
        return self._kept.pop(0) if count == 1 and self._kept else pool(count)

    def close(self) -> None:
        """Stop what was not handed out."""
        for one in self._kept:
            kill(one)
            one.shutdown()
        self._kept.clear()


def kill(crew: Executor) -> None:
    """Stop the processes of a local *crew* at once; one elsewhere looks after itself."""
    if isinstance(crew, ProcessPoolExecutor):
        for process in list((crew._processes or {}).values()):  # noqa: SLF001  no public way in 3.11
            with suppress(OSError, ValueError):
                process.kill()


def _begin() -> None:
    # Ctrl-C goes to the parent alone, which stops its workers and keeps whole files.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    follow()
    gc.freeze()  # what came from the parent is never garbage
    gc.enable()


def follow() -> None:
    """End this process as soon as the one that started it has ended, however that was."""
    parent = multiprocessing.parent_process()
    assert parent is not None

    def end() -> None:
        parent.join()
        os._exit(1)

    threading.Thread(target=end, daemon=True).start()
