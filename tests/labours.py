"""What workers are asked to do in tests: a well-behaved piece, and three that are not."""

import os
import signal
import time
from pathlib import Path


def count(number: int) -> int:
    return number + 1


def whose(_piece: object) -> int:
    return os.getpid()


def hang(seconds: float) -> str:
    time.sleep(seconds)
    return "done"


def die(_piece: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def die_once(mark: Path) -> str:
    """Die the first time, as where the system kills a worker for its memory."""
    if not mark.exists():
        mark.touch()
        die(None)
    return "done"


def fail(_piece: object) -> None:
    raise ValueError("a fault")
