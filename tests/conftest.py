"""What all tests share: one thread a process, the place of the real data, and fast tests before slow ones."""

import os

# Set before any test imports numpy: with more threads the same sums come out in another order, and forks can hang.
os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("MLFLOW_DISABLE_TELEMETRY", "true")

from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parent.parent


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


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Fast tests first, so that a mistake shows in seconds; the order within each group stays."""
    items.sort(key=lambda item: item.get_closest_marker("slow") is not None)
