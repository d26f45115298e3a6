"""What all tests share: one thread a process, the place of the real data, and fast tests before slow ones."""

import os

# Set before any test imports numpy: with more threads the same sums come out in another order, and forks can hang.
os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("MLFLOW_DISABLE_TELEMETRY", "true")

from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from slotwise.model import Model
from tests.worlds import World, make_model, make_world

PROJECT = Path(__file__).resolve().parent.parent

# How fast a shared machine makes examples says nothing about the code.
settings.register_profile("unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("unhurried")


@pytest.fixture(scope="session")
def project() -> Path:
    """The project's root folder."""
    return PROJECT


@pytest.fixture(scope="session")
def data_dir() -> Path:
    """The folder with the real data sets, $SLOTWISE_DATA or ../shared/data; tests that need it skip without it."""
    folder = Path(os.environ.get("SLOTWISE_DATA", PROJECT.parent / "shared" / "data"))
    if not folder.is_dir():
        pytest.skip(f"no data sets at {folder}: set SLOTWISE_DATA to the folder that holds them")
    return folder


@pytest.fixture(scope="session")
def board() -> World:
    """The checkerboard world: 40 products with a banner and a tile each; see tests/worlds.py."""
    return make_world()


@pytest.fixture(scope="session")
def checkerboard(board: World) -> Model:
    """A model of the checkerboard with every usual generator and an even blend, without trees."""
    return make_model(board)


@pytest.fixture(scope="session")
def ranked_checkerboard(board: World) -> Model:
    """The same with a small LambdaMART, compiled; fitting it takes a second."""
    return make_model(board, trees=True)


@pytest.fixture(scope="session")
def plain_checkerboard() -> Model:
    """A model of a checkerboard whose products are their own contents."""
    return make_model(make_world(contents=False))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Fast tests first, so that a mistake shows in seconds; the order within each group stays."""
    items.sort(key=lambda item: item.get_closest_marker("slow") is not None)
