"""Installations with two bundles on the shelf, and experiments that are put into effect as acts would put them."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from service.stores.assignments import Assignments
from service.stores.revisions import Revision
from service.wiring import Service
from slotwise import log, shelf
from slotwise.configuration import Configuration
from slotwise.documents.audiences import Audience
from slotwise.documents.experiments import Experiment, Pinned
from slotwise.experiments import life

NAME = "checkerboard"
CONTROL = {"variant": "control", "weight": 0.5}
BEGAN = 1_700_000_000_000
"""ms UTC: long ago."""
Put = Callable[..., None]


def document(*others: dict[str, Any], name: str = "e", **more: Any) -> dict[str, Any]:
    """An experiment on everybody: control, and other variants by halves."""
    variants = [CONTROL, *others] if others else [CONTROL, {"variant": "challenger", "weight": 0.5, "model": "2"}]
    weight = {"weight": 1 / len(variants)}
    written = {"experiment": name, "control": "control", "share": 1.0, "primary": {"metric": "clicks"}}
    return {**written, "variants": [{**each, **weight} for each in variants], **more}


def read(written: dict[str, Any], kind: type[Any] = Experiment) -> Any:
    """An entry as a configuration reads it."""
    return Configuration.load({kind.name: [written]}).of(kind)[0]


@pytest.fixture
def challenger(service: Service, other_folder: Path) -> Pinned:
    """The second bundle, on the shelf under an alias of its own."""
    found = shelf.publish(service.models.shelf, NAME, "2", other_folder, "challenger")
    return Pinned(model=NAME, version=found.version, folder=found.folder, digest=found.digest)


@pytest.fixture
def put(service: Service, challenger: Pinned) -> Put:
    """Puts experiments into effect, running since long ago, beside other documents; loads what they need.

    `when` is the condition of their audience.
    """

    def put(*written: dict[str, Any], load: bool = True, when: str = "", **documents: Any) -> None:
        history, running = service.configuration.history, list[Experiment]()
        for each in written:
            pinned = {variant["variant"]: challenger for variant in each["variants"] if variant.get("model")}
            condition = read({"audience": "a", "when": when}, Audience).when if when else None
            running.append(life.start(read(each), BEGAN, pinned, running, condition))
        base = history.newest()
        made = Configuration.load({**documents, "experiments": [each.to_json() for each in running]})
        number = base.revision + 1
        history.add(made, Revision(number, base.revision, BEGAN, "ann", "test", None, made.digests))
        assert service.configuration.following.tick()
        assert service.configuration.following.refused is None
        if load:
            service.variants.tick()

    return put


@pytest.fixture
def assignments(service: Service) -> Callable[[], list[dict[str, Any]]]:
    """The rows of the exposure log, once everything is written."""

    def found() -> list[dict[str, Any]]:
        service.background.log.flush()
        batches = Assignments(service.database).between(0, 2**60)
        return [dict(zip(log.ASSIGNMENT_COLUMNS, row, strict=True)) for batch in batches for row in batch]

    return found
