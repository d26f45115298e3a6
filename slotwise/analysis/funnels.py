"""Funnels: who comes to each step of a process, where they leave, how long it takes, what changed, what to mend."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from slotwise.analysis.bottlenecks import Bottleneck, Search
from slotwise.analysis.journeys import Journeys, journeys
from slotwise.analysis.metrics import to_text, told
from slotwise.analysis.opened import OpenLog
from slotwise.analysis.passage import Passage
from slotwise.documents.processes import Process
from slotwise.measures.estimate import difference
from slotwise.measures.measure import Pick
from slotwise.measures.spans import Span

_GROUPS = 20
"""Segments that are shown of one fact, those with the most journeys first."""
_REFERENCES = {
    "before": "in the period before",
    "segment": "in the best comparable segment",
    "neighbours": "at the steps beside it on average",
}


def funnel(
    opened: OpenLog,
    process: Process,
    span: Span,
    by: Sequence[str] = (),
    compare: Span | None = None,
    only: Pick | None = None,
) -> dict[str, Any]:
    """Return a funnel as plain values: of all, by each fact of `by`, against the period `compare`, with its bottleneck.

    The process' own segments are looked at for the bottleneck beside those of `by`.
    """
    facts = tuple(dict.fromkeys((*by, *process.segments)))
    now = journeys(opened, process, span, facts, only)
    before = None if compare is None else journeys(opened, process, compare, facts, only)
    bottleneck = Search(now, before, len(process.steps)).best()
    return {
        **{name: getattr(process, name) for name in ("process", "title", "per", "window", "owner")},
        "since": to_text(span.since),
        "until": to_text(span.until),
        **_passed(process, now),
        "before": None if before is None or compare is None else _before(process, now, before, compare),
        "by": {name: _segments(process, now, before, name) for name in by},
        "bottleneck": None if bottleneck is None else bottleneck_told(process, bottleneck),
    }


def bottleneck_told(process: Process, found: Bottleneck) -> dict[str, Any]:
    """Return a bottleneck as plain values with a sentence that says it."""
    one, other = (process.steps[found.step + more].title for more in (0, 1))
    whom = "" if found.whom is None else f" where {found.whom.by} is {found.whom.group or 'not known'}"
    gain, rate = found.gain, found.rate.value or 0.0
    against = f" ({found.other})" if found.other else ""
    points = [100 * (each or 0.0) for each in (gain.value, gain.low, gain.high)]
    sentence = (
        f"From '{one}' to '{other}'{whom}: {rate:.1%} go on, {found.better.value:.1%} "
        f"{_REFERENCES[found.reference]}{against}. As good as that, {points[0]:.1f} points more of all who begin would "
        f"reach the goal ({points[1]:.1f} to {points[2]:.1f})."
    )
    return {**found.to_json([each.step for each in process.steps]), "text": sentence}


def _passed(process: Process, found: Journeys, rows: np.ndarray | None = None) -> dict[str, Any]:
    passage = Passage.of(found, len(process.steps), rows)
    some = found if rows is None else found.take(rows)
    last = len(process.steps) - 1
    return {
        "journeys": int(passage.totals[0]),
        "persons": int(passage.persons[0]),
        "conversion": told(passage.conversion),
        "steps": [
            {
                "step": step.step,
                "title": step.title,
                "journeys": int(passage.totals[place]),
                "persons": int(passage.persons[place]),
                "left": int(passage.totals[place] - passage.totals[place + 1]) if place < last else 0,
                "rate": told(passage.share(place - 1, place)) if place else None,
                "seconds": _seconds(some, place),
            }
            for place, step in enumerate(process.steps)
        ],
    }


def _before(process: Process, now: Journeys, before: Journeys, span: Span) -> dict[str, Any]:
    """The earlier period, and how conversion and rates differ from it."""
    steps = len(process.steps)
    one, other = Passage.of(now, steps), Passage.of(before, steps)
    return {
        "since": to_text(span.since),
        "until": to_text(span.until),
        **_passed(process, before),
        "change": {
            "conversion": told(difference(one.conversion, other.conversion)),
            "rates": [
                told(difference(one.share(place, place + 1), other.share(place, place + 1)))
                for place in range(steps - 1)
            ],
        },
    }


def _segments(process: Process, now: Journeys, before: Journeys | None, by: str) -> list[dict[str, Any]]:
    names, counts = np.unique(now.groups[by].astype(str), return_counts=True)
    found = []
    for name in names[np.argsort(-counts, kind="stable")][:_GROUPS]:
        row = {"group": str(name), **_passed(process, now, now.groups[by] == name)}
        if before is not None:
            rows = before.groups[by] == name
            one = Passage.of(now, len(process.steps), now.groups[by] == name).conversion
            other = Passage.of(before, len(process.steps), rows).conversion
            row["change"] = told(difference(one, other))
        found.append(row)
    return found


def _seconds(found: Journeys, place: int) -> dict[str, float] | None:
    """Time from the step before to this one: median and the slowest tenth, seconds."""
    if place == 0:
        return None
    taken = (found.moments[:, place] - found.moments[:, place - 1]) / 1_000
    taken = taken[~np.isnan(taken)]
    if not len(taken):
        return None
    return {"median": float(np.quantile(taken, 0.5)), "p90": float(np.quantile(taken, 0.9))}
