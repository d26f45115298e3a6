"""What a run does: the world, where it writes, and how long each turn lasts."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from bench.ingest.world import World


@dataclass(frozen=True)
class Plan:
    """Shared by all parts."""

    world: World
    folder: Path
    seconds: float
    rounds: int
    most_events_a_second: float = 40_000.0
    """As many events are prepared as this rate would need."""
