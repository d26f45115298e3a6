"""The stage: the generated world and the trained demo world as folders that the servers start from."""

from __future__ import annotations

import gzip
import json
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from bench.generated import TOUCHPOINTS, Shape, World, make_world
from bench.peer_export import export
from bench.speed.client import prepared
from service.commands.demo import DAYS, PERSONS
from service.demo import Demo
from slotwise import packing, shelf
from slotwise.console import Output
from slotwise.person_packing import pack, unpack

PATH = "/v1/decisions"
DEMO_TOUCHPOINTS = ("app.home.banner", "app.home.tiles", "app.home.popup")
RANKED = b'"service_level":"ranker"'
"""What every answer of a run must hold: a lower level would be quicker and is not what is measured."""


@dataclass(frozen=True)
class Size:
    """How large everything is; `small` is for tests."""

    shape: Shape = field(default_factory=Shape)
    persons: int = 400
    demo_persons: int = PERSONS
    demo_days: int = DAYS
    seconds: float = 2.5
    """Length of one side's turn under load."""
    rounds: int = 5
    scale: tuple[int, int] = (10_000, 1_000_000)


SMALL = Size(Shape(2_000, 16, 10, 40, 5, 7, 5), 20, 60, 7, 0.2, 1, (500, 2_000))


@dataclass
class Stage:
    """Everything is made once, when it is first needed, under `folder`."""

    folder: Path
    size: Size

    @cached_property
    def world(self) -> World:
        """The generated world."""
        return make_world(self.size.shape)

    @cached_property
    def generated(self) -> Path:
        """Shelf and states of the generated world."""
        folder = self.folder / "generated"
        _publish(self.world, folder, "generated")
        write_states(folder / "states.gz", [pack(self.world.person(number)) for number in range(self.size.persons)])
        return folder

    @cached_property
    def peer(self) -> Path:
        """What the careful user's service reads."""
        folder = self.folder / "peer"
        # Its placements carry no token; this brings its answers to the size of ours.
        export(self.world, folder, self.size.persons, deeplink="app://" + "x" * 170)
        return folder

    @cached_property
    def demo(self) -> Path:
        """Bundle, shelf and states of `make demo`: made by its very steps, with the options that its log asks for."""
        folder = self.folder / "demo"
        bundle = Demo(folder, self.size.demo_persons, self.size.demo_days, Output(json=True)).publish()
        (folder / "bundle").symlink_to(bundle)
        return folder

    @cached_property
    def plain(self) -> Path:
        """The same for a model of the same log with the options of any log: more trees, no tastes and no lines."""
        from training.dataset import load
        from training.fit import train
        from training.options import TrainOptions

        folder = self.folder / "plain"
        packing.save(train(load(self.demo / "world"), TrainOptions()).model, folder / "bundle")
        shelf.publish(folder / "shelf", "plain", "1", folder / "bundle")
        (folder / "states.gz").symlink_to(self.demo / "states.gz")
        return folder

    @cached_property
    def generated_requests(self) -> list[bytes]:
        """One request for each person of the generated world, about 300 bytes, 20 slots of one touchpoint."""
        return [
            prepared(PATH, json.dumps(generated_body(self.world, number)).encode())
            for number in range(self.size.persons)
        ]

    @cached_property
    def demo_requests(self) -> list[bytes]:
        """One request for each of some persons: the three touchpoints of the app's home page."""
        with gzip.open(self.demo / "states.gz", "rb") as file:
            persons = [unpack(line).person_id for line in file][: self.size.persons]
        context = {"channel": "app", "page": "home", "data_used_ratio": 0.4, "roaming": "no"}
        asks = [{"touchpoint": name} for name in DEMO_TOUCHPOINTS]
        bodies = [{"person": {"id": name}, "context": context, "touchpoints": asks} for name in persons]
        return [prepared(PATH, json.dumps(body).encode()) for body in bodies]

    def smaller(self, products: int) -> World:
        """A world of another size with the same trees."""
        return make_world(replace(self.size.shape, products=products), self.world.text)


def generated_body(world: World, number: int, touchpoints: int = 1, slots: int = 0) -> dict[str, object]:
    """A request to the generated world or to its peer."""
    state = world.person(number)
    names = [TOUCHPOINTS[(number + place) % len(TOUCHPOINTS)] for place in range(touchpoints)]
    return {
        "person": {"id": state.person_id, "attributes": dict(state.attributes)},
        "context": dict(world.context(number)),
        "touchpoints": [{"touchpoint": name, "slots": slots or world.shape.slots} for name in names],
        "explain": "none",
        "personalize": True,
    }


def write_states(path: Path, packed: list[bytes]) -> None:
    """Write states as `slotwise states` does."""
    with gzip.open(path, "wb", compresslevel=1) as file:
        file.writelines(line + b"\n" for line in packed)


def _publish(world: World, folder: Path, name: str) -> None:
    packing.save(world.model, folder / "bundle", world.text)
    shelf.publish(folder / "shelf", name, "1", folder / "bundle")
