"""Findings: intervals and p values by each method, at levels that hold for all of a role together."""

from itertools import pairwise

import pytest

from slotwise.analysis.experiments.findings import Finding, corrected, finding, level_of
from slotwise.analysis.experiments.looks import Look
from slotwise.analysis.experiments.planned import Planned
from slotwise.analysis.experiments.readings import Reading
from slotwise.statistics.comparing import Comparison
from slotwise.statistics.estimating import Estimate
from slotwise.statistics.spending import bounds
from tests.experiment_logs import A, B, document, documents

READING = Reading("clicks", "primary", "Clicks", "n", "up")
PLANNED = Planned(10_000, 10.0, True, (1, 3, 5, 7, 9))


def looks(days, effect=0.1, n=1_000, control=2.0):
    """So many days, each with n more units on both sides."""
    found = []
    for step in range(days):
        units = n * (step + 1)
        one, other = (Estimate(value, 4.0 / units, units) for value in (control, control + effect))
        found.append(Look(step, {A: units, B: units}, {A: one, B: other}, {B: Comparison(one, other)}))
    return found


def found(method="always_valid", reading=READING, days=5, **more):
    """The finding of some looks."""
    return finding(reading, B, looks(days, **more), documents(document(method=method))[1], PLANNED, 0.95)


def test_each_method_decides_by_its_own_interval():
    """Fixed by the last look alone; always valid by all looks, which is wider."""
    always, fixed = found(), found("fixed")

    assert always.relative.decides == always.relative.always
    assert fixed.relative.decides == fixed.relative.fixed == always.relative.fixed
    assert always.relative.always.low < always.relative.fixed.low
    assert always.p_value > fixed.p_value


def test_what_one_look_excluded_no_later_one_brings_back():
    """The band of all looks together only narrows and p only falls, although the effect shrinks from look to look."""
    shrinking = [each for day in range(8) for each in looks(day + 1, effect=0.4 - 0.04 * day)[-1:]]
    band = finding(READING, B, shrinking, documents(document())[1], PLANNED, 0.95).absolute.band
    single = [each.comparisons[B].always(PLANNED.units).absolute for each in shrinking]

    for (_, before), (_, after) in pairwise(band):
        assert before.low <= after.low < after.high <= before.high
        assert after.p_value <= before.p_value
    assert band[-1][1].low > single[-1].low


def test_a_planned_sequence_looks_only_when_it_planned_to():
    """The third day shows the second one's look; before the first look there is nothing."""
    second, third, first = (found("group_sequential", days=days).absolute.decides for days in (2, 3, 1))
    z = float(bounds([4_000 / 10_000], 0.05)[-1])

    assert second == third
    assert second.low == pytest.approx(0.1 - z * second.standard_error)
    assert (first.low, first.high, first.p_value) == (float("-inf"), float("inf"), 1.0)


def test_a_sequence_ends_with_its_plan():
    """Once all planned units are there, looks that come later change nothing."""
    assert found("group_sequential", days=6).absolute.decides == found("group_sequential", days=9).absolute.decides


def test_nothing_is_made_up():
    """No look, a variant that nobody was in, nothing that varies, a control that is negative."""
    entry = documents(document())[1]
    missing = Look(0, {A: 1}, why={B: "nobody"})
    still = [Look(0, {}, {}, {B: Comparison(Estimate(1.0, 0.0, 200), Estimate(1.0, 0.0, 200))})]

    assert finding(READING, B, [missing], entry, PLANNED, 0.95).why == "nobody"
    assert finding(READING, B, still, entry, PLANNED, 0.95).why == "the metric does not vary between persons"
    assert (found(control=-2.0).relative, found(control=-2.0).absolute.fixed.value) == (None, pytest.approx(0.1))
    assert "negative" in found(control=-2.0).why


def test_a_guardrail_that_never_happens_is_known_to_be_kept():
    """Nobody left on either side, in enough units."""
    rail = Reading("leaves", "guardrail", "Leaves", "n", "down", margin=0.1)
    still = [Look(0, {}, {}, {B: Comparison(Estimate(0.0, 0.0, 200), Estimate(0.0, 0.0, 200))})]

    assert finding(rail, B, still, documents(document())[1], PLANNED, 0.95).margin.inside


def test_a_fixed_horizon_holds_guardrails_to_its_last_look():
    """Always valid while it runs, so that harm stops it; at the end one look is what it has."""
    rail = Reading("leaves", "guardrail", "Leaves", "n", "down", margin=0.1)
    entries = {method: documents(document(method=method))[1] for method in ("fixed", "always_valid")}
    low = {
        (method, final): finding(rail, B, looks(5), entry, PLANNED, 0.95, final).margin.low
        for method, entry in entries.items()
        for final in (False, True)
    }

    assert low["fixed", False] == low["always_valid", False] == low["always_valid", True] < low["fixed", True]


def test_levels_are_shared_among_what_is_looked_at():
    """The primary metric among variants, guardrails among variants and guardrails."""
    variants = [{"variant": name, "weight": 0.25} for name in "abcd"]
    rails = [{"metric": "latency_ms", "margin": 0.1}, {"metric": "leaves", "margin": 0.1}]
    entry = documents(document(variants=variants, guardrails=rails))[1]
    levels = [level_of(role, entry, entry.phase) for role in ("primary", "secondary", "guardrail")]

    assert levels == pytest.approx([1 - 0.05 / 3, 0.95, 1 - 0.05 / 6])


def test_p_values_hold_for_all_of_a_role():
    """Bonferroni for primary and guardrails, Benjamini-Hochberg for the rest; what has none takes no share."""
    second = Reading("ctr", "secondary", "CTR", "share", "up")
    small, large = found(effect=0.12), found(effect=0.06)
    given = [small, found(reading=second, effect=0.12), found(reading=second, effect=0.06), Finding(second, "c")]
    adjusted = [each.p_adjusted for each in corrected([*given, large])]

    assert adjusted[0] == pytest.approx(min(2 * small.p_value, 1))
    assert adjusted[1] == pytest.approx(min(2 * small.p_value, adjusted[2]))
    assert adjusted[2] == pytest.approx(large.p_value)
    assert adjusted[3] is None
