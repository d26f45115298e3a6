"""A small world whose log was trained on, for what lives on after its end."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from slotwise.model import Model
from training.dataset import Dataset, load
from training.defaults import options_for
from training.fit import train
from training.simulate import World, simulate
from training.simulate.closed_loop.month import Month

LIVED, DAYS = 40, 3


@dataclass(frozen=True)
class Lived:
    """A world after its log, the model of the log, and three days of forty persons."""

    world: World
    dataset: Dataset
    model: Model
    month: Month
    folder: Path


@pytest.fixture(scope="session")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Lived:
    """Some 300 persons over ten days, trained on with few trees."""
    folder: Path = tmp_path_factory.mktemp("lived") / "log"
    simulate(folder, 300, 10, 3)
    dataset, world = load(folder), World.of(folder)
    model = train(dataset, options_for(dataset, None, ["ranker.trees=10"])).model
    return Lived(world, dataset, model, Month.of(world, LIVED, DAYS), folder)
