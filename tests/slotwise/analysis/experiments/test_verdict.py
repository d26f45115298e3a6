"""Verdicts: every code for its reason, in the order unhealthy, harmed, judged."""

import pytest

from slotwise.analysis.experiments.findings import Finding, Scale
from slotwise.analysis.experiments.health import Check
from slotwise.analysis.experiments.readings import Reading
from slotwise.analysis.experiments.verdict import Situation, verdict
from slotwise.documents.experiments import Pause
from slotwise.statistics.comparing import Comparison
from slotwise.statistics.effect import Effect
from slotwise.statistics.estimating import Estimate
from slotwise.statistics.margins import Margin
from tests.experiment_logs import A, B, document, documents

MANY = {A: 10_000, B: 10_000}
OPEN = Situation(7.0, False, False, {B: 5.0})
FINAL = Situation(14.0, True, False, {B: 100.0})
COMPARISON = Comparison(Estimate(2.0, 0.01, 10_000), Estimate(2.2, 0.01, 10_000))


def primary(low, high, direction="up", relative=True, variant=B):
    """The primary metric with an interval."""
    reading = Reading("clicks", "primary", "Clicks", "n", direction)
    effect = Effect((low + high) / 2, low, high, 0.01, 0.5, -0.3)
    scale = Scale(effect, effect, effect, ())
    return Finding(reading, variant, COMPARISON, scale, scale if relative else None)


def rail(breached, inside):
    """A guardrail's state."""
    reading = Reading("latency_ms", "guardrail", "Time", "ms", "down", margin=0.1)
    return Finding(reading, B, COMPARISON, margin=Margin(0.1, -1.0, 1.0, 0.5, breached, inside))


def said(*findings, checks=(), units=MANY, at=OPEN, **more):
    """The verdict on an experiment whose smallest effect is 5 %."""
    return verdict(documents(document(**more))[1], findings, checks, units, at)


@pytest.mark.parametrize(
    ("low", "high", "code"),
    [(0.01, 0.2, "ship"), (-0.2, -0.01, "roll_back"), (-0.1, 0.2, "keep_going"), (-0.1, 0.04, "no_difference")],
)
def test_the_primary_metric_decides(low, high, code):
    """Better, worse, open, and no better than is worth shipping."""
    found = said(primary(low, high))

    assert (found.code, found.variant) == (code, B)
    assert "clicks" in found.text


def test_less_can_be_better():
    """Of a metric of which less is better."""
    assert said(primary(-0.2, -0.01, "down")).code == "ship"
    assert said(primary(0.01, 0.2, "down")).code == "roll_back"


def test_going_on_is_told_in_days():
    """And who waits for long enough has it said that nothing was shown."""
    assert (said(primary(-0.1, 0.2)).days_left, "about 5 days" in said(primary(-0.1, 0.2)).text) == (5.0, True)
    assert said(primary(-0.1, 0.2), at=FINAL).code == "no_difference"
    assert said(primary(-0.1, 0.2), at=FINAL._replace(left={B: 3.0})).code == "keep_going"


def test_one_check_that_fails_is_enough():
    """However good the numbers look, and however bad."""
    found = said(primary(0.1, 0.2), rail(True, False), checks=[Check("sample_ratio", False, "units are lost", {})])

    assert (found.code, found.reasons) == ("unhealthy", ["units are lost"])


def test_harm_rolls_back_whatever_the_primary_metric_says():
    """A guardrail beyond its margin."""
    found = said(primary(0.1, 0.2), rail(True, False))

    assert found.code == "roll_back"
    assert "latency_ms" in found.text


def test_shipping_needs_every_guardrail_inside_its_margin():
    """Not significantly worse is not enough."""
    assert said(primary(0.1, 0.2), rail(False, True)).code == "ship"
    assert said(primary(0.1, 0.2), rail(False, False)).code == "keep_going"


def test_a_loss_that_is_borne_may_be_shipped():
    """With a margin of 2 %, not being worse than that is shown; a loss beyond it is none to bear."""
    assert said(primary(-0.01, 0.03), margin=0.02).code == "ship"
    assert said(primary(-0.04, -0.021), margin=0.02).code == "roll_back"


def test_too_early_is_said():
    """Too few units, not one day, a fixed horizon before its end; what a guardrail says counts even then."""
    few = said(primary(0.1, 0.2), units={A: 99, B: 10_000})
    fixed = said(primary(0.1, 0.2), method="fixed")

    assert (few.code, "99 units" in few.text) == ("too_early", True)
    assert said(primary(0.1, 0.2), at=OPEN._replace(days=0.5)).code == "too_early"
    assert said(primary(0.1, 0.2), rail(True, False), at=OPEN._replace(days=0.01)).code == "roll_back"
    assert (fixed.code, "day 7.0 of 14" in fixed.text) == ("too_early", True)
    assert said(primary(0.1, 0.2), method="fixed", at=FINAL).code == "ship"
    assert said(primary(0.1, 0.2), rail(True, False), method="fixed").code == "roll_back"


def test_a_metric_without_a_number_is_no_verdict():
    """Its reason is the verdict's."""
    reading = Reading("clicks", "primary", "Clicks", "n", "up")
    found = said(Finding(reading, B, why="the metric does not vary between persons"))

    assert (found.code, "does not vary" in found.text) == ("too_early", True)


def test_differences_without_a_share_are_held_against_the_same_effects():
    """Absolute bounds of 0.05 are 2.5 % of a control of 2: less than the 5 % that are worth shipping."""
    assert said(primary(-0.05, 0.05, relative=False)).code == "no_difference"
    assert said(primary(-0.05, 0.2, relative=False)).code == "keep_going"


def test_of_several_variants_the_best_speaks():
    """And each has its own word."""
    found = said(
        primary(-0.3, -0.1, variant="c"), primary(0.01, 0.2), primary(0.1, 0.3, variant="d"),
        units=MANY | {"c": 10_000, "d": 10_000},
    )  # fmt: skip

    assert (found.code, found.variant) == ("ship", "d")
    assert {name: each["code"] for name, each in found.variants.items()} == {"c": "roll_back", B: "ship", "d": "ship"}


def test_a_variant_that_is_paused_speaks_last():
    """What there was to do about it has been done; while it runs, the better one speaks first."""
    found = [primary(0.1, 0.2), primary(-0.1, 0.2, variant="c")]
    variants = [{"variant": each, "weight": 0.25} for each in (B, "c")]
    three = {"variants": [{"variant": A, "weight": 0.5}, *variants]}
    (_, experiment) = documents(document(**three))
    phase = experiment.phases[0].model_copy(update={"pauses": [Pause(variant=B, at=0, why="harm")]})
    paused = experiment.model_copy(update={"phases": [phase]})
    units, at = {A: 10_000, B: 10_000, "c": 10_000}, OPEN._replace(left={B: 5.0, "c": 5.0})

    assert verdict(experiment, found, (), units, at).variant == B
    assert verdict(paused, found, (), units, at).variant == "c"
