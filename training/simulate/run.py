"""simulate(): plays a population chunk by chunk and writes the data set folder and, beside it, the truth."""

from collections.abc import Callable, Collection
from pathlib import Path
from typing import Any

import numpy as np

from slotwise.chance import generator
from slotwise.errors import ConfigError
from training.simulate.attraction import Attraction
from training.simulate.bottleneck import Bottleneck
from training.simulate.chunk import Chunk
from training.simulate.clock import START_MS
from training.simulate.filling import Logged
from training.simulate.holdings import draw_holdings
from training.simulate.ledger import Ledger
from training.simulate.persons import draw_persons
from training.simulate.state import State, new_needs
from training.simulate.visits import draw_visits
from training.simulate.world import World

CHUNK = 4_000
"""Persons played at once: bounds the memory, whatever the population."""
NEEDS_BEFORE_DAYS = 7.0
"""Days before the log over which the first needs arose."""

Progress = Callable[[int, int], None]
"""Called with (persons done, persons in all)."""


def simulate(
    out_dir: Path | str,
    persons: int = 2_000,
    days: int = 28,
    seed: int = 7,
    progress: Progress | None = None,
    *,
    seeds_dir: Path | str | None = None,
    start_ms: int = START_MS,
    weak: Collection[str] = (),
    bottleneck: Bottleneck | None = None,
) -> dict[str, Any]:
    """Write a data set folder of `persons` over `days` days and the truth beside it; return a summary.

    The same arguments give the same bytes. `start_ms` is local midnight of the first day, ms UTC. `weak`
    contents are planted that hardly anybody clicks (weak.py), and a `bottleneck` if there is one. Raises ConfigError
    for a population or a time span below one, CatalogError for seed files that do not fit together.
    """
    # Only writing needs pyarrow; a World opened for evaluation does without.
    from training.simulate.writer import DatasetWriter

    if persons < 1 or days < 1:
        raise ConfigError("nothing to simulate", expected="persons >= 1 and days >= 1", given=f"{persons} and {days}")
    world = World.load(seeds_dir, seed=seed, start_ms=start_ms, days=days, weak=weak)
    out = Path(out_dir)
    out.mkdir(parents=True, exist_ok=True)
    writer = DatasetWriter(world, out, persons)
    for number, first in enumerate(range(0, persons, CHUNK)):
        writer.add(*play(world, number, min(CHUNK, persons - first), bottleneck))
        if progress is not None:
            progress(min(first + CHUNK, persons), persons)
    return writer.close()


def play(world: World, number: int, n: int, bottleneck: Bottleneck | None = None) -> tuple[Attraction, Ledger, int]:
    """Play chunk `number` of n persons; return their truth at the log's end, the log's rows and the count of visits."""
    rng = generator("simulate", str(world.seed), "chunk", str(number))
    everyone, ledger = np.arange(n), Ledger()
    people = draw_persons(n, world.surfaces.channels, world.effects, world.start_ms, world.days, rng)
    truth = Attraction(world.catalog, world.effects, people, State.fresh(n, world.catalog, world.start_ms, rng))
    draw_holdings(truth, world.start_ms, ledger, rng)
    new_needs(truth.state, everyone, np.full(n, NEEDS_BEFORE_DAYS), truth.interest, rng)
    visits = draw_visits(people, world.start_ms, world.days, rng)
    policy = Logged(world.policy, world.catalog, world.start_ms)
    Chunk(truth, world.surfaces, policy, world.on_sale, world.start_ms, ledger, rng, bottleneck).run(visits)
    truth.state.decay(everyone, np.full(n, world.end_ms))
    return truth, ledger, len(visits.who)
