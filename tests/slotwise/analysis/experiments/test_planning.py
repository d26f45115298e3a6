"""A plan says what live traffic can show, and the experiment that it planned shows it as often as it said."""

import numpy as np
import pytest

from slotwise.analysis.experiments.planning import plan
from slotwise.analysis.opened import open_log
from slotwise.errors import MeasureError
from slotwise.statistics.power import Power
from tests.experiment_logs import BEGAN, DAY, HOUR, document, documents, event, write

DAYS, DAILY = 7, 300


def log(days=DAYS, rate=2.0):
    """New persons every day, who click by chance; some did before."""
    chance = np.random.default_rng(4)
    events = []
    for day in range(days):
        for number in range(DAILY):
            person = f"p{day}-{number}"
            events.append(event(person, "exposure", day * DAY + HOUR))
            events += [event(person, "click", day * DAY + 2 * HOUR) for _ in range(chance.poisson(rate))]
    return events


@pytest.fixture
def planned(tmp_path):
    """The plan of an experiment over some log."""

    def run(events, until=DAYS * DAY, share=1.0, audience_share=1.0, as_of=None, **more):
        configuration, entry = documents(document(touchpoints=[], history_days=0.0, **more))
        with open_log(write(tmp_path / "log", until, events=events)) as opened:
            return plan(opened, entry, configuration, as_of, share, audience_share)

    return run


def test_units_and_days_are_those_of_the_formula(planned):
    """A mean of 2 with the variance of a Poisson, half of the units on each side, a tenth of the mean to be found."""
    found = planned(log(), method="fixed", minimum_effect=0.1, days=14.0)
    needed = Power(2.0, 2.0).units(0.2)

    assert found["baseline"] == pytest.approx(2.0, rel=0.05)
    assert found["units_needed"] == pytest.approx(needed, rel=0.1)
    assert found["days_needed"] == pytest.approx(needed / DAILY, abs=1)
    assert found["reachable"]
    assert found["planned_units"] == 14 * DAILY
    assert len(found["by_day"]) == found["traffic"]["days"] == DAYS - 1


def test_a_tenth_of_the_share_takes_ten_times_as_long(planned):
    """And so does a tenth of the audience; an effect out of reach says what is in reach."""
    whole = planned(log(), minimum_effect=0.05, days=28.0, method="fixed")
    tenth = planned(log(), share=0.1, minimum_effect=0.05, days=28.0, method="fixed")
    audience = planned(log(), audience_share=0.1, minimum_effect=0.05, days=28.0, method="fixed")

    assert tenth["days_needed"] == audience["days_needed"]
    assert tenth["days_needed"] == pytest.approx(10 * whole["days_needed"], rel=0.15)
    assert (whole["reachable"], tenth["reachable"]) == (True, False)
    assert tenth["smallest_effect"] > 0.05
    assert "allowed" in tenth["text"]


def test_looking_at_every_day_costs_units(planned):
    """Always-valid intervals are wider."""
    always = planned(log(), minimum_effect=0.1)
    fixed = planned(log(), minimum_effect=0.1, method="fixed")

    assert always["units_needed"] > fixed["units_needed"]


def test_small_variants_and_many_of_them_need_more(planned):
    """A twentieth of the units on one side; alpha shared among four."""

    def needed(*weights):
        variants = [{"variant": name, "weight": each} for name, each in zip("abcde", weights, strict=False)]
        return planned(log(), variants=variants, minimum_effect=0.1, method="fixed")["days_needed"]

    even = needed(0.5, 0.5)
    assert needed(0.95, 0.05) > even
    assert needed(0.2, 0.2, 0.2, 0.2, 0.2) > 2 * even


def test_what_cannot_be_planned(planned):
    """Less than a day of log, a metric that never happens, a control of weight zero."""
    with pytest.raises(MeasureError, match="whole day"):
        planned(log(1), as_of=BEGAN + HOUR)
    with pytest.raises(MeasureError, match="can be planned"):
        planned(log(), primary={"metric": "leaves"})
    with pytest.raises(MeasureError, match="weight above 0"):
        planned(log(), variants=[{"variant": "a", "weight": 0.0}, {"variant": "b", "weight": 1.0}])


def test_a_quantile_can_be_planned(planned):
    """By its own variance: the 90th percentile of exponential sales with a mean of 1 is 2.3."""
    chance = np.random.default_rng(2)
    sales = [event(each["person_id"], "convert", each["occurred_at"] - BEGAN, value=chance.exponential())
             for each in log() if each["type"] == "exposure"]  # fmt: skip
    found = planned(log() + sales, primary={"metric": "sales", "quantile": 0.9}, method="fixed", minimum_effect=0.1)

    assert found["baseline"] == pytest.approx(np.log(10), rel=0.1)
    assert found["units_needed"] == pytest.approx(Power(np.log(10), 9.0).units(0.1 * np.log(10)), rel=0.4)
