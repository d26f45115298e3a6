"""A real service on a port of its own, and a gate in front of it that can be made to fail."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from slotwise.client import Client
from tests.service.conftest import bundle_folder, other_folder, published  # noqa: F401 - fixtures
from tests.service.serving import serving
from tests.slotwise.client.gate import Gate


@pytest.fixture(scope="session")
def address(published: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:  # noqa: F811 - the fixture
    """The address of a real service without keys, with the checkerboard live."""
    folder = Path(shutil.copytree(published, tmp_path_factory.mktemp("client") / "data"))
    with serving(folder, "--workers", "1") as (url, _):
        yield url


@pytest.fixture
def gate(address: str) -> Iterator[Gate]:
    """A gate in front of the service."""
    with Gate(address) as made:
        yield made


@pytest.fixture
def client(gate: Gate) -> Iterator[Client]:
    """A client that speaks through the gate."""
    with Client(gate.url, timeout=5.0, linger=0.05) as made:
        yield made
