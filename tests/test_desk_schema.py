"""The API keeps what its description promises, whatever is sent: schemathesis tries it."""

from collections.abc import Iterator

import pytest
import schemathesis
from desks import ROOT, running
from guides import workspace
from hypothesis import HealthCheck, settings

API = "/api/v1/openapi.json"


@pytest.fixture(scope="module")
def api(tmp_path_factory) -> Iterator[schemathesis.BaseSchema]:
    place = workspace(tmp_path_factory.mktemp("desk") / "clinic")
    with running(place.root, place.root / "out") as desk:
        config = schemathesis.Config.from_path(ROOT / "schemathesis.toml")
        yield schemathesis.openapi.from_url(f"{desk.address.rstrip('/')}{API}", config=config)


schema = schemathesis.pytest.from_fixture("api")


@schema.parametrize()
@settings(
    max_examples=5, deadline=None, derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)  # fmt: skip
def test_what_is_described_is_what_happens(case):
    case.call_and_validate()
