"""`python -m bench.quality`: our pipeline beside tuned peers, on the same tasks of real sets."""

from __future__ import annotations

import argparse
import importlib
import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path

from bench.quality import cache, table
from bench.quality.peers import all_peers
from bench.quality.protocols import Protocol, find, names
from bench.quality.tuning import Result, run

ROOT = Path(__file__).parents[2]
DATA = Path(os.environ.get("SLOTWISE_DATA", ROOT.parent / "shared" / "data"))
PEERS_PYTHON = Path(os.environ.get("SLOTWISE_BENCH_PYTHON", ROOT / ".venv-bench" / "bin" / "python"))
ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "POLARS_MAX_THREADS"), "1")


def main(arguments: list[str] | None = None) -> int:
    """Run the benchmark; 0 when all was run, 2 when data or the peers' environment is missing."""
    options = _options().parse_args(arguments)
    compared = []
    for name in options.set or names():
        protocol = find(name)(options.data)
        missing = [file for file in protocol.files if not (options.data / file).is_file()]
        if missing:
            print(f"{name}: left out, {options.data / missing[0]} is missing", file=sys.stderr)
            continue
        found = table.compare(protocol, _peers(protocol, options.peers), _ours(protocol) if options.ours else None)
        compared.append(found)
        print(table.text(found), flush=True)
    if options.json:
        options.json.write_text(json.dumps(compared, indent=1) + "\n")
    return 0 if compared else 2


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("python -m bench.quality", description=__doc__)
    parser.add_argument("--set", action="append", choices=names(), help="a set to run; may be repeated; default: all")
    parser.add_argument("--peers", choices=("all", "cached", "none"), default="all",
                        help="all: run those without a kept result; cached: kept results only")  # fmt: skip
    parser.add_argument("--no-ours", dest="ours", action="store_false", help="peers only")
    parser.add_argument("--data", type=Path, default=DATA, help="folder of the sets; default $SLOTWISE_DATA")
    parser.add_argument("--json", type=Path, help="write all figures to this file too")
    return parser


def _ours(protocol: Protocol) -> Result | None:
    """Our pipeline's result, None while there is no adapter for this set."""
    if importlib.util.find_spec("bench.quality.ours") is None:
        return None
    model = importlib.import_module("bench.quality.ours").model(protocol.name())
    return run(protocol, model) if model else None


def _peers(protocol: Protocol, which: str) -> list[Result]:
    if which == "none":
        return []
    found = []
    for peer in all_peers(protocol.name()):
        path = cache.path_of(protocol, peer)
        if which == "all" and not path.is_file():
            _run_peer(protocol, peer.name)  # type: ignore[attr-defined]
        result = cache.read(path)
        found += [result] if result else []
    return found


def _run_peer(protocol: Protocol, peer: str) -> None:
    """Run a peer in its own environment, where its libraries may disagree with ours."""
    if not PEERS_PYTHON.is_file():
        raise SystemExit(f"{PEERS_PYTHON} is missing: run `make bench-env`, or pass --peers cached")
    print(f"{protocol.name()}: running {peer}", file=sys.stderr, flush=True)
    command = [str(PEERS_PYTHON), "-W", "ignore", "-m", "bench.quality.peer_run", protocol.name(), peer]
    done = subprocess.run([*command, str(protocol.data.resolve())], cwd=ROOT, env=os.environ | ONE_THREAD, check=False)
    if done.returncode:
        print(f"{protocol.name()}: {peer} failed and is left out", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
