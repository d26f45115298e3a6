"""Champion: the model in use, judged on the very cases that judge a new one, and never on what it has seen."""

from collections.abc import Callable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from numpy.typing import NDArray

from slotwise import packing
from slotwise.model import Model
from training.bootstrap import Persons
from training.cases import Cases, EvaluationOptions
from training.evaluate import Evaluation, evaluate
from training.judged import FILE, Judged
from training.slices import FEWEST, slices
from training.tracking import Tracker, Version

_FEWEST = 30
"""Cases below which a comparison is not worth making."""
Watch = Callable[[str, float], None]


def compare_with(
    tracker: Tracker, champion: Version, evaluation: Evaluation, cases: Cases, judging: EvaluationOptions, watch: Watch
) -> dict[str, Any]:
    """Return a version's metrics and the paired differences of the new model to it, overall and by slice.

    Its own run's results serve when they are of the same cases; otherwise its bundle is replayed on the cases
    later than everything that it was trained on.
    """
    stored = stored_judgement(tracker, champion)
    if stored is not None and stored.fingerprint == evaluation.judged.fingerprint:
        every = np.arange(len(cases))
        return document(champion, "as judged in its own run", cases, every, evaluation, stored, judging)
    with TemporaryDirectory() as folder:
        model = packing.load(tracker.bundle(champion, Path(folder)), champion.name, champion.version)
        kept = unseen(model, cases)
        if len(kept) < _FEWEST:
            return {"version": champion.version, "cases": len(kept), "how": _TOO_FEW.format(len(kept))}
        watch("replaying the champion", 0.0)
        judged = evaluate(model, cases.take(kept), judging, watch, {}).judged
    return document(champion, "replayed on what it has not seen", cases, kept, evaluation, judged, judging)


_TOO_FEW = "only {} cases are later than what it was trained on"


def stored_judgement(tracker: Tracker, version: Version) -> Judged | None:
    """Return what the version's own run kept case by case, or None."""
    with TemporaryDirectory() as folder:
        path = tracker.file(version, FILE, Path(folder))
        return None if path is None else Judged.load(path)


def unseen(model: Model, cases: Cases) -> NDArray[np.intp]:
    """Return the places of the cases that are later than everything the model was trained on."""
    return np.flatnonzero(cases.occasions.time >= model.as_of)


def document(
    version: Version,
    how: str,
    cases: Cases,
    kept: NDArray[np.intp],
    evaluation: Evaluation,
    other: Judged,
    judging: EvaluationOptions,
) -> dict[str, Any]:
    """Return the comparison as plain data. `other` was judged on the kept cases."""
    mine = evaluation.judged.take(kept, other.fingerprint)
    persons = Persons(mine.person, judging.resamples, judging.seed)
    values = persons.intervals(other.above, other.below)
    found: dict[str, Any] = {
        "version": version.version,
        "how": how,
        "cases": len(kept),
        "metrics": {name: each.to_json() for name, each in zip(other.names, values, strict=True)},
        "differences": mine.minus(other, persons),
        "slices": {},
    }
    main = evaluation.document["main"]
    for name, mask in slices(cases.take(kept)).items():
        each = _slice(mine, other, main, mask, judging)
        if each["difference"]["cases"] >= FEWEST:
            found["slices"][name] = each
    return found


def _slice(
    mine: Judged, other: Judged, metric: str, mask: NDArray[np.bool_], judging: EvaluationOptions
) -> Mapping[str, Any]:
    persons = Persons(mine.person[mask], judging.resamples, judging.seed)
    rows = np.flatnonzero(mask)
    one, two = (each.take(rows, other.fingerprint) for each in (mine, other))
    above, below = two.of(metric)
    return {
        "champion": persons.interval(above, below).to_json(),
        "difference": one.difference(two, metric, persons).to_json(),
    }
