"""Readings: what an experiment asks of which metric, found in the dictionary or told by every decision."""

import pytest

from slotwise.analysis.experiments.readings import readings
from slotwise.documents.metrics import Metric
from slotwise.errors import UnknownMetricError
from slotwise.measures.spans import DAY
from tests.experiment_logs import document, documents


def read(**more):
    """The readings of a document."""
    configuration, entry = documents(document(**more))
    return readings(entry, {each.id: each for each in configuration.of(Metric)})


def test_roles_and_options_are_those_of_the_experiment():
    """The primary metric first; windows in ms, margins with their guardrails."""
    found = read(
        primary={"metric": "ctr", "window": "2d"}, secondary=[{"metric": "sales", "cap": 9.0}],
        guardrails=[{"metric": "leaves", "margin": 0.1}, {"metric": "latency_ms", "margin": 0.2}],
    )  # fmt: skip

    assert [each.role for each in found] == ["primary", "secondary", "guardrail", "guardrail"]
    assert [each.kind for each in found] == ["ratio", "mean", "mean", "ratio"]
    assert [each.sign for each in found] == [1, 1, -1, -1]
    assert (found[0].window, found[1].cap, found[3].margin) == (2 * DAY, 9.0, 0.2)


def test_what_must_follow_is_waited_for():
    """A start that counts when a purchase follows within two days is known two days later."""
    assert [read(primary={"metric": name})[0].late for name in ("finished", "seconds")] == [2 * DAY, 0]


def test_a_metric_without_entry_is_refused():
    """Archived experiments may name one that is gone."""
    with pytest.raises(UnknownMetricError):
        read(status="archived", primary={"metric": "gone"})
