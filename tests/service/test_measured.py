"""What was measured is told as it was stored, beside what is configured."""

import pytest

from service.measured import METRIC, Measured
from service.stores.database import Database
from service.stores.probe_alarms import ProbeAlarms
from service.stores.results import Results, Span
from slotwise.configuration import Configuration, seeded
from slotwise.errors import NotMeasuredError, UnknownCampaignError, UnknownMetricError, UnknownProcessError


@pytest.fixture
def database(tmp_path):
    """A database of its own."""
    made = Database(f"sqlite:///{tmp_path / 'live.db'}")
    made.prepare()
    yield made
    made.close()


@pytest.fixture
def measured(database):
    """The e-channel's dictionary, of which nothing was measured."""
    configuration = seeded("echannel")
    return Measured(Results(database), ProbeAlarms(database), lambda: configuration)


def test_what_was_not_measured_says_how_to(measured):
    """And what is not configured is not known."""
    with pytest.raises(NotMeasuredError) as caught:
        measured.metric("click_through")
    assert caught.value.hint == "slotwise metrics --write"
    for ask, error in (
        (measured.metric, UnknownMetricError),
        (measured.funnel, UnknownProcessError),
        (measured.campaign, UnknownCampaignError),
    ):
        with pytest.raises(error):
            ask("nothing")


def test_lists_name_everything_that_is_configured(measured):
    """With nulls where nothing was measured."""
    rows = measured.metrics()["data"]

    assert len(rows) >= 25
    assert {each["measured_at"] for each in rows} == {None}
    assert measured.funnels()["data"][0]["conversion"] is None
    assert measured.campaigns()["data"][0]["verdict"] is None


def test_a_sheet_is_told_as_it_was_stored(measured):
    """With a tag that changes when it does."""
    measured.results.write(METRIC, {"click_through": {"metric": "click_through", "value": 0.1}}, Span(0, 5, 9))
    first = measured.metric("click_through")
    measured.results.write(METRIC, {"click_through": {"metric": "click_through", "value": 0.2}}, Span(0, 6, 9))

    assert (first.document["value"], measured.metric("click_through").document["value"]) == (0.1, 0.2)
    assert first.etag != measured.metric("click_through").etag


def test_without_a_dictionary_what_was_measured_is_listed(database):
    """Measured by the demo world's documents, for example."""
    found = Measured(Results(database), ProbeAlarms(database), Configuration)
    found.results.write(METRIC, {"orders": {"metric": "orders", "value": 3.0}}, Span(0, 5, 9))

    assert [(each["metric"], each["value"]) for each in found.metrics()["data"]] == [("orders", 3.0)]


def test_probes_tell_whether_they_fire(measured):
    """With the alarm that stands, and the latest ones."""
    measured.alarms.fire("slow", 1_000, 0.5, 0.01, {"state": "crossed"})
    told = measured.probes(5)
    slow = next(each for each in told["data"] if each["probe"] == "slow")

    assert (slow["firing"], slow["since"], slow["threshold"]["above"]) == (True, "1970-01-01T00:00:01.000Z", 0.01)
    assert [(each["probe"], each["ended_at"]) for each in told["alarms"]] == [("slow", None)]
    assert sum(each["firing"] for each in told["data"]) == 1
