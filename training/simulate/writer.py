"""All files of one simulated data set, open while the chunks come in, finished at the end."""

import hashlib
import json
import shutil
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from slotwise import log
from training.simulate.attraction import Attraction
from training.simulate.ledger import Ledger
from training.simulate.reference import PersonFile, content_table, product_table
from training.simulate.seeds import SEED_FILES, STANDING_FILES
from training.simulate.spool import Spool
from training.simulate.summary import Summary
from training.simulate.tables import Numbering, decision_table, event_table
from training.simulate.truth_store import TruthWriter, truth_folder
from training.simulate.world import World


class DatasetWriter:
    """Writes the data set to `out` and the truth beside it; memory is bounded by one chunk and one day of log."""

    def __init__(self, world: World, out: Path, persons: int) -> None:
        self.world, self.out, self.numbers = world, out, Numbering()
        self.people = PersonFile(out / log.PERSONS_FILE)
        self.events = Spool(out, "events", log.OCCURRED_AT, world.start_ms, world.days)
        self.decisions = Spool(out, "decisions", log.DECIDED_AT, world.start_ms, world.days)
        self.truth = TruthWriter(truth_folder(out), persons)
        self.summary = Summary(world.catalog)

    def add(self, truth: Attraction, ledger: Ledger, visits: int) -> None:
        """Write one chunk of persons; chunks come in the order of the persons' numbers."""
        parts = (ledger, self.world.catalog, self.world.surfaces, self.numbers)
        self.events.add(event_table(*parts))
        self.decisions.add(decision_table(*parts))
        self.people.add(truth.persons, self.numbers.person)
        self.truth.add(truth.persons, truth.state, self.numbers.person)
        self.summary.add(ledger, visits)
        self.numbers.advance(ledger, len(truth.persons.rate), visits)

    def close(self) -> dict[str, Any]:
        """Finish all files; return the data set's document with the summary's figures."""
        self.people.close()
        rows = self._tables()
        self._seed_files()
        world = self.world
        planted = {"weak": list(world.weak)} if world.weak else {}
        self.truth.close({"seed": world.seed, "start_ms": world.start_ms, "days": world.days, **planted})
        made = {"seed": world.seed, "days": world.days, "started_at": world.start_ms, "ended_at": world.end_ms}
        document = {"name": "echannel", "source": "simulated", "digest": _digest(self.out), "rows": rows, "rejects": 0}
        document |= made
        (self.out / log.DATASET_FILE).write_text(json.dumps(document, indent=1) + "\n", encoding="utf-8")
        folders = {"out_dir": str(self.out), "truth_dir": str(truth_folder(self.out))}
        return document | folders | self.summary.figures()

    def _tables(self) -> dict[str, int]:
        catalog, launches = self.world.catalog, self.world.launches
        pq.write_table(product_table(catalog, launches), self.out / log.PRODUCTS_FILE)
        pq.write_table(content_table(catalog, launches), self.out / log.CONTENTS_FILE)
        return {
            "events": self.events.merge(self.out / log.EVENTS_FILE),
            "decisions": self.decisions.merge(self.out / log.DECISIONS_FILE),
            "persons": self.numbers.person,
            "products": len(catalog.product_ids),
            "contents": len(catalog.content_ids),
        }

    def _seed_files(self) -> None:
        """Copy what models may see into the data set, and all of it beside the truth, which then stands alone."""
        seeds = self.world.catalog.seeds.folder
        said = [name for name in STANDING_FILES if (seeds / name).is_file()]
        for folder, names in ((self.out, (*SEED_FILES[:2], *said)), (truth_folder(self.out), SEED_FILES)):
            for name in names:
                shutil.copyfile(seeds / name, folder / name)


def _digest(out: Path) -> str:
    """Return the SHA-256 over names and bytes of the data set's files, in alphabetical order."""
    digest = hashlib.sha256()
    for path in sorted(out.iterdir()):
        if path.suffix == ".parquet" or path.name in SEED_FILES:
            digest.update(path.name.encode())
            with path.open("rb") as file:
                digest.update(hashlib.file_digest(file, "sha256").digest())
    return digest.hexdigest()
