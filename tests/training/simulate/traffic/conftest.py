"""A running service with the model of a small simulated world, and a client of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from slotwise import packing, shelf
from slotwise.client import Client
from tests.service.serving import serving
from tests.training.simulate.closed_loop.conftest import Lived, lived
from training.simulate.traffic.asking import Asking
from training.simulate.traffic.telling import Telling

__all__ = ["lived"]


@dataclass
class Street:
    """The world's persons on their way to the service."""

    lived: Lived
    url: str
    client: Client
    asking: Asking


@pytest.fixture(scope="session")
def address(lived: Lived, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The service's address."""
    data: Path = tmp_path_factory.mktemp("traffic")
    packing.save(lived.model, data / "bundle")
    shelf.publish(data / "shelf", "echannel", "1", data / "bundle")
    with serving(data, "--workers", "1") as (url, _):
        yield url


@pytest.fixture
def street(lived: Lived, address: str) -> Iterator[Street]:
    """A client with a mind of its own for every test."""
    with Client(address, timeout=10.0, capacity=100_000, batch=500) as client:
        asking = Asking(lived.world, client, Telling(lived.world, client), at_once=4)
        yield Street(lived, address, client, asking)
        asking.close()
