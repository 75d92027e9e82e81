"""Where the work is done: a pool of processes on this machine."""

import gc
import multiprocessing
import signal
from concurrent.futures import Executor, ProcessPoolExecutor


def pool(count: int) -> Executor:
    """Return *count* worker processes.

    Processes, because Pango is not safe in threads; forked where the system can,
    because a child then shares what its parent has imported.
    """
    methods = multiprocessing.get_all_start_methods()
    context = multiprocessing.get_context("fork" if "fork" in methods else "spawn")
    return ProcessPoolExecutor(count, context, initializer=_begin)


def _begin() -> None:
    # Ctrl-C goes to the parent alone, which stops its workers and keeps whole files.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.freeze()  # what came from the parent is never garbage
    gc.enable()
