"""Showing: claims over seeds, one world after the other, with what they show together."""

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from slotwise.errors import ConfigError
from training.simulate.closed_loop import SEEDS, Watch, claims


def show(
    wanted: Sequence[str] = (), seeds: Sequence[int] = SEEDS, persons: int | None = None, watch: Watch | None = None
) -> dict[str, Any]:
    """Return the figures of the wanted claims (all by default) over the seeds.

    Raises ConfigError for a claim that no file has, and for too few persons or seeds.
    """
    known = claims()
    if unknown := sorted(set(wanted) - set(known)):
        raise ConfigError(f"there is no claim {unknown[0]!r}", expected=sorted(known), given=unknown[0])
    if not seeds or (persons is not None and persons < 1):
        raise ConfigError("nothing to simulate", expected="persons >= 1 and a seed", given=f"{persons}, {list(seeds)}")
    found = {}
    for name in wanted or known:
        claim, shown = known[name], []
        for number, seed in enumerate(seeds):
            with tempfile.TemporaryDirectory(prefix="slotwise-closed-loop-") as folder:

                def tell(what: str, done: float, number: int = number, name: str = name) -> None:
                    if watch is not None:
                        watch(f"{name}: {what}", (number + done) / len(seeds))

                shown.append(dict(claim.show(seed, persons or claim.persons, Path(folder), tell)))
        figures = [each.to_json() for each in claim.figures(shown)]
        found[name] = {"title": claim.title, "seeds": list(seeds), "figures": figures, "worlds": shown}
    return found
