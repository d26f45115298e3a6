"""Promotion: a version passes the gate, becomes champion in the registry, and its bundle goes to the shelf."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import orjson

from slotwise import baking, shelf
from slotwise.baking import Bake, Guard
from slotwise.errors import GateError, RegistryError
from slotwise.moves import Said
from training.bootstrap import Persons
from training.cases import EvaluationOptions
from training.champion import stored_judgement
from training.gate import Limits, cost, reasons
from training.pipeline import EVALUATION
from training.publishing import brought
from training.tracking import CHAMPION, PREVIOUS, Tracker, Version
from training.verdict import Verdict


@dataclass(frozen=True)
class Promoted:
    """What was done: the new champion, the one before, and what spoke against it where it was forced."""

    version: Version
    before: str | None
    published: shelf.Published
    overruled: tuple[str, ...] = ()


@dataclass(frozen=True)
class Terms:
    """On which terms a version is let through."""

    limits: Limits = field(default_factory=Limits)
    first: bool = False
    """The first champion of a name need not beat a baseline."""
    verdict: Verdict | None = None
    """An experiment's final word: it takes the place of the comparison offline."""
    force: str = ""
    """Why it is to be promoted whatever speaks against it."""
    by: str = ""
    """Who promotes."""
    bake_ms: int = 0
    """How long the new champion is watched, ms; 0 for not at all."""
    guards: tuple[Guard, ...] = ()


def promote(
    tracker: Tracker,
    name: str,
    place: Path,
    version: str | None = None,
    terms: Terms = Terms(),
) -> Promoted:
    """Make a version champion (default: the verdict's winner, or the challenger) and publish it to the shelf.

    Raises GateError with every reason when the gate stays closed and no reason to force it is given, RegistryError for
    an unknown version, BundleError for a damaged bundle. The shelf moves before the registry: it is what serves, and
    doing it again mends a registry that failed.
    """
    verdict = terms.verdict
    chosen = tracker.version(name, version or (verdict.winner if verdict else None))
    champion = tracker.alias(name, CHAMPION)
    new = champion is None or champion.version != chosen.version
    against = _against(tracker, chosen, champion, terms) if new else []
    if against and not terms.force:
        raise GateError(
            f"version {chosen.version} of {name} stays where it is: " + "; ".join(against),
            hint=f'train a better one, or say why it must be: slotwise promote {name} --force "reason"',
        )
    why = terms.force or ("" if verdict is None else verdict.text)
    published = brought(tracker, chosen, place, CHAMPION, Said(terms.by, why))
    before = None if champion is None or not new else champion.version
    if before is not None:
        tracker.point(name, PREVIOUS, before)
        _bake(tracker, place / name, published, terms)
    tracker.point(name, CHAMPION, chosen.version)
    if against:
        tracker.tag(chosen, {"forced": terms.force[:500], "overruled": "; ".join(against)[:500]})
    if verdict is not None:
        link(tracker, verdict)
    return Promoted(chosen, before, published, tuple(against))


def _against(tracker: Tracker, chosen: Version, champion: Version | None, terms: Terms) -> list[str]:
    evaluation = evaluation_of(tracker, chosen)
    if terms.verdict is not None:
        # What persons did tells more than what a log foretold; what a decision costs is still asked.
        return cost(evaluation, terms.limits) + terms.verdict.against(chosen.name, chosen.version)
    return reasons(evaluation, comparison(tracker, chosen, champion), terms.limits, terms.first)


def _bake(tracker: Tracker, home: Path, published: shelf.Published, terms: Terms) -> None:
    """Have the new champion watched; without a time nothing is, not even what was watched before."""
    baking.end(home)
    if terms.bake_ms:
        now = int(time.time() * 1_000)
        until, guards = now + terms.bake_ms, terms.guards or baking.guards_of([])
        baking.begin(home, Bake(published.folder, published.version, now, until, guards, tracker.uri))


def link(tracker: Tracker, verdict: Verdict) -> list[str]:
    """Hang an experiment's verdict and report on the versions of its variants and their runs; return the versions.

    A version that the registry does not have any more is left out.
    """
    linked = []
    for variant, pinned in verdict.versions.items():
        try:
            version = tracker.version(pinned["model"], pinned["version"])
        except RegistryError:
            continue
        tracker.tag(version, verdict.tags(variant))
        tracker.attach(version, verdict.path, f"experiments/{verdict.experiment}-{verdict.phase}")
        linked.append(version.version)
    return linked


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
