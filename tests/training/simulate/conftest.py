"""One small simulated world for all tests of the simulator: 400 persons over 10 days."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from slotwise.chance import generator
from training.simulate import World, simulate
from training.simulate.attraction import Attraction
from training.simulate.ledger import Ledger
from training.simulate.run import play

PERSONS, DAYS, SEED = 400, 10, 11


@dataclass(frozen=True)
class Played:
    """One chunk as it was played, before it is written."""

    world: World
    truth: Attraction
    ledger: Ledger
    visits: int


@pytest.fixture(scope="session")
def bare_world() -> World:
    """The world of the seed files, without persons."""
    return World.load(seed=SEED, days=DAYS)


@pytest.fixture(scope="session")
def played(bare_world: World) -> Played:
    """A chunk of persons with its log as integer columns; not to be changed."""
    return Played(bare_world, *play(bare_world, 0, PERSONS))


@pytest.fixture(scope="session")
def summary(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The summary of a data set on disk; `out_dir` in it is the folder."""
    return simulate(tmp_path_factory.mktemp("simulated") / "data", PERSONS, DAYS, SEED)


@pytest.fixture(scope="session")
def data_set(summary: dict[str, Any]) -> Path:
    """The folder of the data set."""
    return Path(summary["out_dir"])


@pytest.fixture(scope="session")
def world(data_set: Path) -> World:
    """The world behind the data set, with its persons."""
    return World.of(data_set)


@pytest.fixture
def rng():
    """A generator of the test's own."""
    return generator("test", "simulate")
