"""A probe says what it found, and says nothing where there is too little to say."""

import pytest

from slotwise.documents.probes import Probe
from slotwise.measures.estimate import Figure, Sums, ratio, total
from slotwise.measures.spans import DAY, HOUR, Span
from slotwise.probing import bounds, verdict

NOW = 20_000 * DAY + 9 * HOUR


class Meter:
    """A metering that knows the figures of spans by their end, and what it was asked."""

    def __init__(self, figures, otherwise):
        self.figures, self.otherwise, self.asked = figures, otherwise, []

    def figure(self, metric, span, only=None):
        """Return the figure of the span."""
        self.asked.append(span)
        return self.figures.get(span.until, self.otherwise)


def share(clicks, exposures):
    """Clicks of as many persons as exposures."""
    return ratio(Sums(exposures, clicks, exposures, clicks, clicks, exposures), share=True)


def orders(count):
    """A total of orders, one a person."""
    return total(Sums(count, count, 0, count, 0, 0))


def probe(threshold, **more):
    """A probe of an hour."""
    told = {"probe": "p", "title": "P", "metric": "m", "window": "1h", "owner": "o", "min_sample": 50}
    return Probe.model_validate(told | {"threshold": threshold} | more)


def found(threshold, figure, before=None, **more):
    """What a probe finds, with the figure of all earlier hours."""
    return verdict(probe(threshold, **more), Meter({NOW: figure}, before), NOW)


BELOW = {"kind": "absolute", "below": 0.1}


@pytest.mark.parametrize(
    ("figure", "state", "threshold"),
    [
        (share(20, 100), "within", None),
        (share(1, 100), "crossed", 0.1),
        (share(8, 100), "near", 0.1),
        (share(0, 40), "too_few", 0.1),
        (share(0, 0), "too_few", None),
    ],
)
def test_absolute_bounds(figure, state, threshold):
    """Surely below, perhaps below, too little to say."""
    told = found(BELOW, figure)

    assert (told.state, told.threshold) == (state, threshold)


def test_a_probe_that_need_not_be_sure_fires_at_the_bound():
    """The value itself is what counts."""
    assert found(BELOW, share(8, 100), sure=False).state == "crossed"


def test_expectations_have_a_tolerance_on_the_sides_that_matter():
    """Half of what was expected is too little, twice as much is only too much where that was asked."""
    down = {"kind": "expected", "value": 0.2, "tolerance": 0.3, "direction": "down"}

    assert found(down, share(5, 100)).state == "crossed"
    assert found(down, share(80, 100)).state == "within"
    assert found(down | {"direction": "both"}, share(80, 100)).state == "crossed"
    assert bounds(probe(down | {"direction": "up"}), Meter({}, None), Span(0, 1)) == (None, pytest.approx(0.26))


def test_former_weeks_are_asked_at_the_same_hour():
    """Also across a clock change, by the clock of the place; the weeks are taken together."""
    weekday = {"kind": "weekday", "weeks": 2, "tolerance": 0.3}
    meter = Meter({}, share(20, 100))
    told = verdict(probe(weekday), meter, NOW)

    assert meter.asked == [Span(NOW - HOUR - week * 7 * DAY, NOW - week * 7 * DAY) for week in range(3)]
    assert (told.low, told.high) == (pytest.approx(0.14), pytest.approx(0.26))
    assert found(weekday, share(2, 100), share(20, 100)).state == "crossed"


def test_without_former_weeks_there_is_nothing_to_compare():
    """A young log raises no alarm."""
    assert found({"kind": "weekday", "tolerance": 0.3}, share(2, 100), share(0, 0)).state == "nothing_to_compare"


def test_totals_are_compared_with_the_mean_of_weeks():
    """And that nobody buys any more is no reason to keep silent."""
    weekday = {"kind": "weekday", "tolerance": 0.5, "direction": "down"}

    assert found(weekday, orders(0), orders(200), sure=False).state == "crossed"
    assert found(weekday, orders(20), orders(200)).state == "crossed"
    assert found(weekday, orders(180), orders(200)).state == "within"


def test_a_verdict_is_told_as_plain_values():
    """With the bounds that held and the filter as it was written."""
    told = found(BELOW, Figure(0.05, 0.01, 0.09, 5.0, 100.0, 100), filter='touchpoint == "home"').to_json()

    assert (told["state"], told["bounds"], told["value"]) == ("crossed", {"low": 0.1, "high": None}, 0.05)
    assert (told["filter"], told["at"]) == ('touchpoint == "home"', "2024-10-04T09:00:00Z")
