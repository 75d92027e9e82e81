"""A desk of its own for tests: the real server in a process, at a port of this machine."""

import re
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread

import httpx

ROOT = Path(__file__).parent.parent


@dataclass
class Running:
    """A desk that runs; *log* is what it said so far."""

    address: str
    process: subprocess.Popen[str]
    client: httpx.Client
    lines: list[str] = field(default_factory=list)

    @property
    def log(self) -> str:
        return "\n".join(self.lines)

    def stop(self, how: signal.Signals = signal.SIGTERM) -> int:
        self.process.send_signal(how)
        return self.process.wait(timeout=60)


@contextmanager
def running(place: Path, *words: str, env: dict[str, str] | None = None) -> Iterator[Running]:
    """Run a desk for the workspace at *place*, with more *words* for its command."""
    command: Sequence[str] = (
        sys.executable, "-c", "from medleaf.faces.cli import main; main()",
        "serve", "--port", "0", "--workers", "2", *words,
    )  # fmt: skip
    process = subprocess.Popen(
        command, cwd=place, env=env, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    try:
        first = process.stdout.readline()
        found = re.search(r"http://\S+/", first)
        assert found, first + process.stdout.read()
        with httpx.Client(base_url=found[0], timeout=60) as client:
            desk = Running(found[0], process, client, [first])
            reader = Thread(target=lambda: desk.lines.extend(process.stdout), daemon=True)
            reader.start()
            yield desk
    finally:
        process.kill()
        process.wait()
        process.stdout.close()
