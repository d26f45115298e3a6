"""Promotion: a version passes the gate, becomes champion in the registry, and its bundle goes to the shelf."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import orjson

from slotwise import packing, shelf
from slotwise.errors import GateError, SlotwiseError
from training.bootstrap import Persons
from training.cases import EvaluationOptions
from training.champion import stored_judgement
from training.gate import Limits, reasons
from training.pipeline import EVALUATION
from training.tracking import CHAMPION, PREVIOUS, Tracker, Version


@dataclass(frozen=True)
class Promoted:
    """What was done: the new champion, the one before, and what spoke against it where it was forced."""

    version: Version
    before: str | None
    published: shelf.Published
    overruled: tuple[str, ...] = ()


def promote(
    tracker: Tracker,
    name: str,
    place: Path,
    version: str | None = None,
    limits: Limits = Limits(),  # noqa: B008 - frozen
    first: bool = False,
    force: str = "",
) -> Promoted:
    """Make a version champion (default: the challenger) and publish it to the shelf.

    Raises GateError with every reason when the gate stays closed and no reason to force it is given, RegistryError for
    an unknown version, BundleError for a damaged bundle. The shelf moves before the registry: it is what serves, and
    doing it again mends a registry that failed.
    """
    chosen, champion = tracker.version(name, version), tracker.alias(name, CHAMPION)
    against = []
    if champion is None or champion.version != chosen.version:
        against = reasons(evaluation_of(tracker, chosen), comparison(tracker, chosen, champion), limits, first)
    if against and not force:
        raise GateError(
            f"version {chosen.version} of {name} stays where it is: " + "; ".join(against),
            hint=f'train a better one, or say why it must be: slotwise promote {name} --force "reason"',
        )
    with TemporaryDirectory() as folder:
        bundle = tracker.bundle(chosen, Path(folder))
        packing.load(bundle, name, chosen.version)
        published = shelf.publish(place, name, chosen.version, bundle, run_id=chosen.run_id)
    before = None if champion is None or champion.version == chosen.version else champion.version
    if before is not None:
        tracker.point(name, PREVIOUS, before)
    tracker.point(name, CHAMPION, chosen.version)
    if against:
        tracker.tag(chosen, {"forced": force[:500], "overruled": "; ".join(against)[:500]})
    return Promoted(chosen, before, published, tuple(against))


def comparison(tracker: Tracker, chosen: Version, champion: Version | None) -> Mapping[str, Any] | None:
    """Return how a version compares with the champion: as its run says, or paired anew with a later champion."""
    if champion is None:
        return None
    known: Mapping[str, Any] = evaluation_of(tracker, chosen).get("champion") or {}
    if known.get("version") == champion.version:
        return known
    one, other = stored_judgement(tracker, chosen), stored_judgement(tracker, champion)
    if one is None or other is None or one.fingerprint != other.fingerprint:
        how = "it was trained beside another champion; train it again, or compare them with slotwise compare"
        return {"version": champion.version, "how": how}
    judging = EvaluationOptions()
    persons = Persons(one.person, judging.resamples, judging.seed)
    return {"version": champion.version, "how": "as judged in both runs", "differences": one.minus(other, persons)}


def evaluation_of(tracker: Tracker, version: Version) -> Mapping[str, Any]:
    """Return what the version's run says of it; empty when it says nothing."""
    with TemporaryDirectory() as folder:
        path = tracker.file(version, f"{EVALUATION}.json", Path(folder))
        return {} if path is None else orjson.loads(path.read_bytes())


@dataclass(frozen=True)
class RolledBack:
    """The champion after a roll-back and before it; `registry` says why the registry could not follow, if so."""

    now: shelf.Published
    before: shelf.Published | None
    registry: str = ""


def roll_back(place: Path, name: str, uri: str) -> RolledBack:
    """Make the previous champion champion again, on the shelf and, where it answers, in the registry.

    The shelf alone decides what is served, so this works with the registry down. Raises ShelfError when the shelf
    knows of no previous champion, BundleError when its bundle is damaged.
    """
    before = shelf.aliases(place, name).get(shelf.CHAMPION)
    now = shelf.roll_back(place, name)
    try:
        tracker = Tracker(uri, patient=False)
        tracker.point(name, CHAMPION, now.version)
        if before is not None:
            tracker.point(name, PREVIOUS, before.version)
    except Exception as error:
        what = error.detail if isinstance(error, SlotwiseError) else f"{type(error).__name__}: {error}"
        return RolledBack(now, before, what.splitlines()[0][:120])
    return RolledBack(now, before)
