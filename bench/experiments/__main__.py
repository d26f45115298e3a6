"""Prints what simulated experiments come to: `slotwise bench experiments aa`, `python -m bench.experiments power`."""

from __future__ import annotations

import argparse
import importlib
import json
import os

# Before numpy reads them.
os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from bench.speed.row import table

PROOFS = ("aa", "power", "srm", "cuped", "split", "bandit", "analysis")
"""Modules of this room; each has measure(runs, seed) -> rows and RUNS, how many runs it takes unless told."""


def main(arguments: list[str] | None = None) -> int:
    """Print the table of one proof, or JSON; status 1 when a target is missed."""
    parser = argparse.ArgumentParser(prog="slotwise bench experiments", description=__doc__)
    parser.add_argument("proof", choices=PROOFS, help="what to prove")
    parser.add_argument("--runs", type=int, help="simulated experiments, of each kind; for the analysis, persons")
    parser.add_argument("--seed", type=int, default=7, help="seed of the simulation")
    parser.add_argument("--json", action="store_true", help="one JSON list instead of the table")
    options = parser.parse_args(arguments)
    proof = importlib.import_module(f"bench.experiments.{options.proof}")
    rows = proof.measure(options.runs or proof.RUNS, options.seed)
    print(json.dumps([row.to_json() for row in rows]) if options.json else table(rows))
    return 0 if all(row.reached is not False for row in rows) else 1


if __name__ == "__main__":
    raise SystemExit(main())
