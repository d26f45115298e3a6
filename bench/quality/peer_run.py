"""One peer on one set, run in the benchmark's own environment: `python -m bench.quality.peer_run SET PEER DATA`."""

from __future__ import annotations

import sys
from pathlib import Path

from bench.quality import cache
from bench.quality.peers import all_peers
from bench.quality.protocols import find
from bench.quality.tuning import run


def main(set_name: str, peer_name: str, data: str) -> None:
    """Run the peer of this name and keep its result. Raises StopIteration for a name that no peer has."""
    protocol = find(set_name)(Path(data))
    model = next(peer for peer in all_peers(set_name) if peer.name == peer_name)  # type: ignore[attr-defined]
    cache.write(cache.path_of(protocol, model), run(protocol, model))


if __name__ == "__main__":
    main(*sys.argv[1:])
