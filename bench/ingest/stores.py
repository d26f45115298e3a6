"""The service under measurement: two workers over the demo's shelf, with whatever store the settings say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from bench.drills.target import Target
from bench.ingest.world import SECRET, World
from service.settings import read_settings
from service.stores.import_states import import_states


@contextmanager
def serving(world: World, folder: Path, settings: Mapping[str, str]) -> Iterator[Target]:
    """Two workers on both cores over the demo's shelf, the persons' states loaded; settings without their prefix."""
    folder.mkdir(parents=True)
    named = {
        "SHELF": str(world.stage.demo / "shelf"),
        "SECRET": SECRET,
        "DEADLINE_MS": "60000",
        **settings,
    }
    target = Target(folder, settings={f"SLOTWISE_{name}": value for name, value in named.items()})
    own = {name: value for name, value in target.environment.items() if name.startswith("SLOTWISE_")}
    import_states(read_settings(own), world.states)
    try:
        target.start()
        yield target
    finally:
        target.stop()
