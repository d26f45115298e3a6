"""simulate(): plays a population chunk by chunk and writes the data set folder and, beside it, the truth."""

import hashlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from slotwise import log
from slotwise.chance import generator
from slotwise.errors import ConfigError
from training.simulate.attraction import Attraction
from training.simulate.chunk import Chunk
from training.simulate.clock import DAY_MS, START_MS
from training.simulate.holdings import draw_holdings
from training.simulate.ledger import Ledger
from training.simulate.persons import draw_persons
from training.simulate.seeds import SEED_FILES
from training.simulate.state import State, new_needs
from training.simulate.summary import Summary
from training.simulate.truth_store import TruthWriter, truth_folder
from training.simulate.visits import draw_visits
from training.simulate.world import World

CHUNK = 4_000
"""Persons played at once: bounds the memory (about 600 MB) whatever the population."""

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
) -> dict[str, Any]:
    """Write a data set folder of `persons` over `days` days and the truth beside it; return a summary.

    The same arguments give the same bytes. `start_ms` is local midnight of the first day, ms UTC.
    Raises ConfigError for a population or a time span below one, CatalogError for seed files that do not fit together.
    """
    if persons < 1 or days < 1:
        raise ConfigError("nothing to simulate", expected="persons >= 1 and days >= 1", given=f"{persons} and {days}")
    world = World.load(seeds_dir, seed=seed, start_ms=start_ms, days=days)
    out = Path(out_dir)
    out.mkdir(parents=True, exist_ok=True)
    writer = _Writer(world, out, persons)
    for number, first in enumerate(range(0, persons, CHUNK)):
        writer.add(*play(world, number, min(CHUNK, persons - first)), first)
        if progress is not None:
            progress(min(first + CHUNK, persons), persons)
    return writer.close()


def play(world: World, number: int, n: int) -> tuple[Attraction, Ledger, int]:
    """Play one chunk of n persons; return their truth at the log's end, the rows of the log, and the count of visits."""
    rng = generator("simulate", str(world.seed), "chunk", str(number))
    people = draw_persons(n, world.surfaces.channels, world.effects, world.start_ms, world.days, rng)
    truth = Attraction(world.catalog, world.effects, people, State.fresh(n, world.catalog, world.start_ms, rng))
    ledger = Ledger()
    draw_holdings(truth, world.start_ms, ledger, rng)
    everyone = np.arange(n)
    new_needs(truth.state, everyone, np.full(n, 7.0), truth.interest, rng)
    visits = draw_visits(people, world.start_ms, world.days, rng)
    Chunk(truth, world.surfaces, world.policy, world.on_sale, world.start_ms, ledger, rng).run(visits)
    truth.state.decay(everyone, np.full(n, world.end_ms))
    return truth, ledger, len(visits.who)


class _Writer:
    """All files of one data set, open while the chunks come in."""

    def __init__(self, world: World, out: Path, persons: int) -> None:
        from training.simulate.reference import PersonFile
        from training.simulate.spool import Spool
        from training.simulate.tables import Numbering

        self.world, self.out, self.numbers = world, out, Numbering()
        self.people = PersonFile(out / log.PERSONS_FILE)
        self.events = Spool(out, "events", log.OCCURRED_AT, world.start_ms, world.days)
        self.decisions = Spool(out, "decisions", log.DECIDED_AT, world.start_ms, world.days)
        self.truth = TruthWriter(truth_folder(out), persons)
        self.summary = Summary(world.catalog, persons)

    def add(self, truth: Attraction, ledger: Ledger, visits: int, first: int) -> None:
        from training.simulate.tables import decision_table, event_table

        parts = (ledger, self.world.catalog, self.world.surfaces, self.numbers)
        self.events.add(event_table(*parts))
        self.decisions.add(decision_table(*parts))
        self.people.add(truth.persons, first)
        self.truth.add(truth.persons, truth.state, first)
        self.summary.add(ledger, visits)
        self.numbers.advance(ledger, len(truth.liking), visits)

    def close(self) -> dict[str, Any]:
        import pyarrow.parquet as pq

        from training.simulate.reference import content_table, product_table

        world, out = self.world, self.out
        self.people.close()
        rows = {"events": self.events.merge(out / log.EVENTS_FILE), "decisions": self.decisions.merge(out / log.DECISIONS_FILE)}
        pq.write_table(product_table(world.catalog, world.launches), out / log.PRODUCTS_FILE)
        pq.write_table(content_table(world.catalog, world.launches), out / log.CONTENTS_FILE)
        for folder, names in ((out, SEED_FILES[:2]), (truth_folder(out), SEED_FILES)):
            for name in names:
                shutil.copyfile(world.catalog.seeds.folder / name, folder / name)
        self.truth.close({"seed": world.seed, "start_ms": world.start_ms, "days": world.days})
        rows |= {"persons": self.numbers.person, "products": len(world.catalog.product_ids), "contents": len(world.catalog.content_ids)}
        made = {"seed": world.seed, "days": world.days, "started_at": world.start_ms, "ended_at": world.end_ms}
        document = {"name": "echannel", "source": "simulated", "digest": _digest(out), "rows": rows, "rejects": 0, **made}
        (out / log.DATASET_FILE).write_text(json.dumps(document, indent=1) + "\n", encoding="utf-8")
        return document | {"out_dir": str(out), "truth_dir": str(truth_folder(out)), **self.summary.figures()}


def _digest(out: Path) -> str:
    """Return the SHA-256 over names and bytes of the data set's files, in alphabetical order."""
    digest = hashlib.sha256()
    for path in sorted(out.iterdir()):
        if path.suffix == ".parquet" or path.name in SEED_FILES:
            digest.update(path.name.encode())
            with path.open("rb") as file:
                digest.update(hashlib.file_digest(file, "sha256").digest())
    return digest.hexdigest()
