"""Health: what must be in order before any number of an experiment is believed; one check that fails and none is."""

from collections.abc import Iterator, Mapping
from math import exp, log10
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from slotwise import log
from slotwise.analysis.experiments.timeline import Timeline
from slotwise.analysis.experiments.units import TABLE
from slotwise.analysis.experiments.views import View
from slotwise.analysis.opened import OpenLog
from slotwise.analysis.query import quoted
from slotwise.documents.experiments import Experiment, Phase
from slotwise.measures.spans import DAY
from slotwise.statistics import tails
from slotwise.statistics.evidence import alarming, log10_evidence
from slotwise.statistics.mismatch import ALPHA, FEWEST, SampleRatio, sample_ratio

TWICE = 0.01
"""Largest share of units that may have been seen in two variants."""
WATCHED = 0.1
"""Share of alpha at which a phase is checked that still runs: a clean one that is looked at on 50 days then fails about
as often as one that is looked at once, at its end (docs/statistics.md)."""


class Check(NamedTuple):
    """One check: what it is called, whether it is in order, what was found in words, and the figures."""

    check: str
    ok: bool
    detail: str
    figures: dict[str, Any]

    def to_json(self) -> dict[str, Any]:
        """Return the check as plain values."""
        return self._asdict()


def health(opened: OpenLog, experiment: Experiment, phase: Phase, view: View) -> Iterator[Check]:
    """Yield the checks of who is in the variants of a view; the table units.TABLE is the view's."""
    weights = dict(zip(view.names, expected(experiment, phase, view), strict=True))
    alpha = alpha_of(experiment, phase, view.time)
    yield _ratio(view, weights, alpha)
    yield _strangers(view)
    yield _twice(view)
    if experiment.kind == "bandit":
        return
    yield _parts("sample_ratio_by_day", "day", weights, _days(view), alpha)
    # A variant that changes what is open where is meant to be seen in fewer places: that is no loss of units.
    alike = not any(each.patch for each in phase.variants)
    if alike and len(phase.touchpoints) != 1 and (found := _touchpoints(opened, view)):
        yield _parts("sample_ratio_by_touchpoint", "touchpoint", weights, found, alpha)
    if (told := _told(opened, view, alpha)) is not None:
        yield told


def alpha_of(experiment: Experiment, phase: Phase, time: Timeline) -> float:
    """Return the level of a check: it is looked at again and again until the planned end, or the phase's, has come."""
    ended = phase.ended_at is not None and time.cut >= phase.ended_at
    return ALPHA if ended or time.days >= experiment.days else ALPHA * WATCHED


def expected(experiment: Experiment, phase: Phase, view: View) -> list[float]:
    """Return the share of a view's units that every variant should have."""
    if experiment.kind != "bandit" or not len(view.units):
        return view.weights(phase)
    order = {each.variant: place for place, each in enumerate(phase.variants)}
    starts = np.array([each.at for each in phase.allocations])
    batch = np.maximum(np.searchsorted(starts, view.units.exposed, "right") - 1, 0)
    shares = np.array([each.weights for each in phase.allocations]) if len(starts) else np.array([view.weights(phase)])
    found = shares[batch].mean(axis=0)[[order[name] for name in view.names]]
    return [float(each) for each in found / found.sum()]


def _ratio(view: View, weights: Mapping[str, float], alpha: float) -> Check:
    counts = view.units.counts
    found, evidence = sample_ratio(counts, weights, alpha), log10_evidence(counts, weights)
    ok = found.ok and not alarming(evidence)
    told = ", ".join(f"{name} {count:,} of {found.expected.get(name, 0):,.0f}" for name, count in counts.items())
    told = f"{told}; p {tails.text(found.log10_p)}"
    detail = f"units came as they should: {told}"
    if not ok:
        detail = (
            f"variants have other shares of the units than they were given ({told}): "
            "units of one are lost, or assigned twice"
        )
    elif found.log10_p < log10(ALPHA):
        detail = f"units of a variant may be lost, or it is chance ({told}): if it stays so, it counts at the end"
    figures = {"units": counts, "expected": found.expected, "p_value": found.p_value, "log10_p": found.log10_p}
    return Check("sample_ratio", ok, detail, {**figures, "chi_square": found.chi_square, "log10_e": evidence})


def _strangers(view: View) -> Check:
    strangers = view.units.strangers
    told = ", ".join(f"{count:,} in {name!r}" for name, count in strangers.items())
    detail = (
        f"units are in variants that nobody should be in: {told}" if strangers else "nobody is where none should be"
    )
    return Check("no_strangers", not strangers, detail, {"units": strangers})


def _twice(view: View) -> Check:
    twice, whole = view.units.twice, len(view.units) + view.units.twice
    share = twice / whole if whole else 0.0
    ok = share <= TWICE
    detail = f"{twice:,} units ({share:.2%}) were seen in two variants and are left out"
    return Check(
        "one_variant", ok, detail if ok else f"{detail}: more than {TWICE:.0%}", {"units": twice, "share": share}
    )


def _parts(
    name: str, part: str, weights: Mapping[str, float], parts: Mapping[str, Mapping[str, int]], alpha: float
) -> Check:
    """The sample ratio in every part, at an alpha that all parts share."""
    found = {each: sample_ratio(counts, weights, alpha / max(len(parts), 1)) for each, counts in parts.items()}
    wrong: dict[str, SampleRatio] = {each: it for each, it in found.items() if not it.ok}
    detail = f"in order on each of {len(parts)} {part}s"
    if wrong:
        worst = min(wrong, key=lambda each: wrong[each].log10_p)
        detail = f"{part} {worst}: other shares than were given (p {tails.text(wrong[worst].log10_p)})"
    figures = {each: {"units": dict(parts[each]), "p_value": it.p_value} for each, it in (wrong or {}).items()}
    return Check(name, not wrong, detail, {"parts": len(parts), "wrong": figures})


def _days(view: View) -> dict[str, dict[str, int]]:
    day = (view.units.exposed - view.time.began) // DAY
    counts = np.zeros((view.time.steps, len(view.names)), np.int64)
    np.add.at(counts, (day, view.units.variant), 1)
    return {str(place + 1): _named(view, row.tolist()) for place, row in enumerate(counts) if row.any()}


def _touchpoints(opened: OpenLog, view: View) -> dict[str, dict[str, int]]:
    """Units by the touchpoints of their first decision."""
    decisions = opened.decisions
    if decisions is None or log.TOUCHPOINT not in decisions.columns:
        return {}
    rows = opened.connection.execute(
        f"SELECT d.{log.TOUCHPOINT}, u.place, count(DISTINCT u.unit) FROM {decisions.source} d "
        f"JOIN {TABLE} u ON d.{log.DECISION} = u.decision GROUP BY ALL ORDER BY ALL"
    ).fetchall()
    found: dict[str, list[int]] = {}
    for touchpoint, place, count in rows:
        found.setdefault(str(touchpoint), [0] * len(view.names))[place] = count
    return {name: _named(view, counts) for name, counts in found.items()}


def _told(opened: OpenLog, view: View, alpha: float) -> Check | None:
    """Of whose first answer an exposure was told: a variant whose events are lost looks like one that nobody likes."""
    events = opened.events
    if log.DECISION not in events.columns:
        return None
    rows = opened.connection.execute(
        f"SELECT place, count(*) FROM (SELECT DISTINCT u.unit, u.place FROM {events.source} e JOIN {TABLE} u "
        f"ON e.{quoted(log.DECISION)} = u.decision WHERE e.{quoted(log.TYPE)} = 'exposure') s GROUP BY place"
    ).fetchall()
    if not rows:
        return None
    counts = np.array([[*view.units.counts.values()], [0] * len(view.names)], np.float64)
    for place, count in rows:
        counts[1, place] = count
    shares = {name: float(each) for name, each in zip(view.names, counts[1] / np.maximum(counts[0], 1), strict=True)}
    log_p = _alike(np.stack([counts[1], counts[0] - counts[1]]))
    ok = log_p >= np.log(alpha)
    told = ", ".join(f"{name} {share:.2%}" for name, share in shares.items())
    detail = f"of the units' first answers were shown: {told}"
    if not ok:
        detail += f" (p {tails.text(log_p / np.log(10))}): one variant's events are lost, or its answers come too late"
    return Check("events_told", ok, detail, {"shares": shares, "p_value": exp(log_p)})


def _alike(table: NDArray[np.float64]) -> float:
    """Return the logarithm of the p value of chi-square over a table, 0 where it is too small to tell."""
    table = table[:, table.sum(axis=0) > 0]
    usual = np.outer(table.sum(axis=1), table.sum(axis=0)) / max(table.sum(), 1)
    if table.shape[1] < 2 or usual.min() < FEWEST:
        return 0.0
    return tails.log_chi_square(float(((table - usual) ** 2 / usual).sum()), table.shape[1] - 1)


def _named(view: View, counts: list[int]) -> dict[str, int]:
    return dict(zip(view.names, counts, strict=True))
