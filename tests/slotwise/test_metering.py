"""Metrics are measured by one engine, whatever holds the log."""

import pytest

from slotwise.analysis.log_source import LogSource
from slotwise.analysis.opened import open_log
from slotwise.documents.metrics import Metric
from slotwise.errors import UnknownMetricError
from slotwise.measures.measure import Pick
from slotwise.measures.spans import Span
from slotwise.metering import Metering
from tests.data_sets import small, write

__all__ = ["small", "write"]

HOUR = 3_600_000
SPAN = Span(0, 10 * HOUR)


def metric(name, unit="share", **given):
    """A metric of the dictionary."""
    told = {"metric": name, "title": name, "kind": "behaviour", "unit": unit, "owner": "o"}
    return Metric.model_validate(told | given)


METRICS = [
    metric("bought", numerator={"of": "persons", "type": "convert"}, denominator={"of": "persons"}),
    metric("sales", "CNY", numerator={"of": "sum", "field": "value", "type": "convert"}),
    metric("doubled", "CNY", numerator={"metric": "sales"}, denominator={"metric": "bought"}),
    metric("empty", numerator={"type": "dismiss"}, denominator={"type": "exposure"}),
]


@pytest.fixture
def metering(small):
    """The small world's log with four metrics."""
    with open_log(small) as opened:
        yield Metering(LogSource(opened), {each.id: each for each in METRICS})


def test_shares_totals_and_references(metering):
    """One of two persons bought, for 9.5; a metric of others' numerators is made of both."""
    assert metering.figure("bought", SPAN).value == 0.5
    assert metering.figure("sales", SPAN)[:1] == (9.5,)
    assert metering.figure("doubled", SPAN).value == 9.5


def test_what_never_happened_has_no_value(metering):
    """Nothing to divide by is told as no value, of the whole and of every group."""
    assert metering.figure("empty", SPAN).value is None
    assert metering.figures("empty", SPAN, ("touchpoint",)) == {}
    assert metering.figure("bought", Span(20 * HOUR, 30 * HOUR)).value is None


def test_groups_and_filters(metering):
    """By a fact of the rows, and narrowed to some of them."""
    found = metering.figures("bought", SPAN, ("context.os",))
    only = Pick.model_validate({"when": 'context.os == "web"'})

    assert {group: each.value for group, each in found.items()} == {("ios",): 0.0, ("web",): 1.0, ("",): 0.0}
    assert metering.figure("bought", SPAN, only).value == 1.0


def test_an_unknown_metric_is_told(metering):
    """With those that there are."""
    with pytest.raises(UnknownMetricError) as caught:
        metering.figure("bougt", SPAN)

    assert "bought" in caught.value.expected
