"""One training of a data set folder in a process of its own, so that its peak memory is its own; prints JSON."""

from __future__ import annotations

import argparse
import json
import os
import tempfile
import time
from pathlib import Path
from typing import Any

# Before numpy, implicit and LightGBM read them.
os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from bench.bare_fits import generator_fits, ranker_fit
from bench.peak_memory import PeakMemory
from slotwise import packing
from slotwise.candidates import Past
from training.dataset import load
from training.defaults import options_for
from training.fit import train
from training.holdout import hold_out
from training.relay import cores


def run(folder: Path, bare: bool, processes: int) -> dict[str, Any]:
    """Load, train, write the bundle; then, if asked for, the bare fits of the same data."""
    start = time.perf_counter()
    with PeakMemory() as memory:
        dataset = load(folder)
        loaded = time.perf_counter()
        options = options_for(dataset)
        trained = train(dataset, options, processes=processes)
        with tempfile.TemporaryDirectory() as target:
            packing.save(trained.model, Path(target), trained.ranker.text if trained.ranker else "")
        whole = time.perf_counter() - start
    found: dict[str, Any] = {"events": len(dataset.interactions), "seconds": whole, "peak_mb": memory.mb}
    found["processes"] = processes
    found["steps"] = {"load": loaded - start, **trained.seconds}
    if bare:
        chosen = {name: dict(given) for name, given in options.generators.items()}
        pasts = [*(held.past for held in hold_out(dataset, options)), dataset.interactions]
        # The training fits its generators before the ranker learns from them, window by window, and after.
        fits = [
            generator_fits(Past(events, len(dataset.persons), dataset.catalog, dataset.facets), chosen)
            for events in pasts
        ]
        ranker = ranker_fit(trained.examples.ranking, {"seed": options.seed, **options.ranker})
        found["bare"] = {name: sum(each[name] for each in fits) for name in fits[0]} | {"lightgbm": ranker}
    return found


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m bench.training_run", description=__doc__)
    parser.add_argument("folder", type=Path, help="data set folder")
    parser.add_argument("--bare", action="store_true", help="time the bare fits too")
    parser.add_argument("--processes", type=int, default=cores(), help="processes that make the examples")
    given = parser.parse_args()
    print(json.dumps(run(given.folder, given.bare, given.processes)))
