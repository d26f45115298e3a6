"""Probe: loads a bundle and lets it decide, in a process of its own, before any worker may load it.

`python -m service.probe FOLDER` ends with 0 when the bundle is whole and answers well. A damaged bundle
that would crash or hang the process does so here.
"""

import sys
from pathlib import Path

import numpy as np
import orjson

from slotwise import packing, person
from slotwise.decision import Ask, Decision, ServiceLevel, Wanted
from slotwise.engine import decide
from slotwise.errors import BundleError, SlotwiseError
from slotwise.events import Event
from slotwise.model import Model
from slotwise.person import PersonState

_PERSONS = 3


def probe(folder: Path) -> dict[str, int]:
    """Verify, load and try a bundle; raise BundleError unless it answers on every step of the ladder."""
    model = packing.load(folder, check=True)
    model.prepare(model.start)
    decisions = 0
    for state in _persons(model):
        for wanted in _questions(model):
            first, second = decide(model, state, wanted), decide(model, state, wanted)
            _check(first, second, wanted)
            decisions += 1
    return {"decisions": decisions, "contents": len(model.catalog.contents), "products": len(model.catalog.products)}


def _persons(model: Model) -> list[PersonState]:
    count = len(model.catalog.products)
    found = [person.empty("nobody")]
    for number in range(min(_PERSONS, count)):
        places = np.linspace(number, count - 1, 20).astype(int)
        events = [
            Event(
                f"{number}-{place}",
                model.as_of - 60_000 * (at + 1),
                "p",
                "click",
                product_id=model.catalog.products.ids[place],
            )
            for at, place in enumerate(places.tolist())
        ]
        found.append(person.fold(person.empty(f"p{number}"), events))
    return found


def _questions(model: Model) -> list[Wanted]:
    asks = tuple(Ask(each.touchpoint, each.slots) for each in model.catalog.touchpoints)
    best = ServiceLevel.BLEND if model.trees is None else ServiceLevel.RANKER
    singles = [Wanted((ask,), model.as_of, f"probe {ask.touchpoint}", best=best) for ask in asks]
    levels = [level for level in ServiceLevel if level is not ServiceLevel.RANKER or model.trees is not None]
    every = [Wanted(asks, model.as_of, f"probe {level}", best=level) for level in levels] if asks else []
    return singles + every


def _check(first: Decision, second: Decision, wanted: Wanted) -> None:
    for slate, again in zip(first.slates, second.slates, strict=True):
        placements = slate.placements
        numbers = [number for each in placements for number in (each.score, each.propensity, each.prefix)]
        contents = [each.content for each in placements]
        if not np.isfinite(numbers).all() or not all(0 < each.propensity <= 1 for each in placements):
            raise BundleError(f"{slate.touchpoint}: a score or propensity is out of range", given=numbers[:6])
        if len(set(contents)) != len(contents):
            raise BundleError(f"{slate.touchpoint}: a content stands twice", given=contents)
        if placements != again.placements:
            raise BundleError(f"{slate.touchpoint}: the same request was answered in two ways")
        if not placements and wanted.best is ServiceLevel.SAFETY_LIST:
            continue
        failed = [note for note in first.notes if note.startswith(f"{wanted.best}: ")]
        if failed:
            raise BundleError(f"{slate.touchpoint}: {failed[0]}")


def main(arguments: list[str]) -> int:
    """Probe the folder that is named; print one JSON document; return 0, or 2 when the bundle is refused."""
    try:
        found = probe(Path(arguments[0]))
    except SlotwiseError as error:
        print(orjson.dumps({"code": error.code, "detail": error.detail}).decode())
        return 2
    except Exception as error:
        print(orjson.dumps({"code": BundleError.code, "detail": f"{type(error).__name__}: {error}"}).decode())
        return 2
    print(orjson.dumps(found).decode())
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
