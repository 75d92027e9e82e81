"""What helps to run the desk on a server is true: its options, its files, its silence."""

import re
import shlex
import tomllib

import pytest
from conftest import ROOT

from medleaf.faces.cli import app

DESK = ROOT / "contrib" / "desk"
DOCKERFILE = (DESK / "Dockerfile").read_text("utf-8")
UNIT = (DESK / "medleaf.service").read_text("utf-8")
NGINX = (DESK / "nginx.conf").read_text("utf-8")


def joined(text: str) -> str:
    lines = (line for line in text.splitlines() if not line.startswith("#"))
    return "\n".join(lines).replace("\\\n", " ")


@pytest.mark.parametrize(
    "command",
    [
        re.search(r"^ExecStart=(.*)$", UNIT, re.MULTILINE)[1],
        "medleaf " + " ".join(re.findall(r'"([^"]*)"', re.search(r"^CMD (.*)$", DOCKERFILE, re.MULTILINE)[1])),
    ],
)  # fmt: skip
def test_the_command_that_is_started_is_one_of_ours(command):
    """A wrong option would be found only on the server, at its start."""
    _, *words = shlex.split(command)
    function, given, _ = app.parse_args(words, exit_on_error=False, print_error=False)
    assert function.__name__ == "serve"
    assert given.arguments["host"]


def test_the_image_is_made_of_files_that_are_there_and_sent():
    """What is copied exists and is let through; the wheel misses nothing that is bundled."""
    ignore = (DESK / "Dockerfile.dockerignore").read_text("utf-8")
    sent = {line[1:] for line in ignore.splitlines() if line.startswith("!")}
    copied = {
        name
        for line in re.findall(r"^COPY (?!--from)(.*)$", DOCKERFILE, re.MULTILINE)
        for name in line.split()[:-1]
    }
    assert copied == sent
    assert [name for name in sent if not (ROOT / name).exists()] == []
    wheel = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["hatch"]["build"]
    bundled = wheel["targets"]["wheel"]["force-include"]
    assert bundled.keys() <= copied


def test_the_image_is_small_and_its_process_is_not_root():
    stages = re.split(r"^FROM ", joined(DOCKERFILE), flags=re.MULTILINE)[1:]
    last = stages[-1]
    assert re.search(r"^USER (?!root|0)\S+", last, re.MULTILINE)
    assert last.index("USER") < last.index("ENTRYPOINT")
    assert "install -y --no-install-recommends" in last
    assert "rm -rf /var/lib/apt/lists/*" in last
    needed = re.search(r"libpango\S+ \S+ libharfbuzz-subset0", (ROOT / "setup.sh").read_text())[0]
    assert set(needed.split()) <= set(last.split())


def test_the_proxy_writes_down_nothing_that_somebody_typed():
    """Queries, referrers and bodies may hold a patient's name: none is logged or put on a disk."""
    told = joined(NGINX)
    logged = re.search(r"log_format \w+ '([^']*)'", told)[1]
    assert not set(re.findall(r"\$\w+", logged)) & {
        "$request", "$args", "$query_string", "$request_uri", "$http_referer", "$request_body",
    }  # fmt: skip
    assert all(" medleaf;" in line or " off;" in line for line in re.findall(r"access_log.*", told))
    assert "proxy_max_temp_file_size 0;" in told
    body, buffer = (
        re.search(rf"{name} (\w+);", told)[1]
        for name in ("client_max_body_size", "client_body_buffer_size")
    )
    assert body == buffer


def test_the_service_may_write_what_is_the_clinics_and_nothing_else():
    assert "ProtectSystem=strict" in UNIT
    assert re.findall(r"^ReadWritePaths=(.*)$", UNIT, re.MULTILINE) == ["/srv/medleaf"]
    assert re.search(r"^User=(?!root)\w+", UNIT, re.MULTILINE)
    assert "LimitCORE=0" in UNIT
