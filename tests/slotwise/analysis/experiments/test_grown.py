"""Growths as columns: in the order of their steps, and counted once for all metrics that ask for the same."""

import numpy as np

from slotwise.analysis.experiments.grown import Grown, Reader, adjusts
from slotwise.analysis.experiments.readings import readings
from slotwise.analysis.experiments.views import views
from slotwise.analysis.opened import open_log
from slotwise.documents.metrics import Metric
from tests.experiment_logs import BEGAN, DAY, HOUR, A, B, assigned, document, documents, event, write


def test_growths_lie_by_their_steps():
    """Those of one step are found together; what is missing is nothing."""
    columns = {
        "person": np.array([3, 1, 2]),
        "step": np.array([1, -1, 1]),
        "n": np.ma.array([1.0, 2.0, 3.0], mask=[0, 0, 1]),
    }
    found = Grown.of(columns, "n")

    assert found.step.tolist() == [-1, 1, 1]
    assert [each.tolist() for each in found.within(1)] == [[3, 2], [1.0, 0.0]]
    assert [len(each) for each in found.within(0)] == [0, 0]


def test_what_several_metrics_count_is_counted_once(tmp_path):
    """A denominator of two metrics, and both metrics of the assignments, are one statement each."""
    secondary = [{"metric": "ctr"}]
    guardrails = [{"metric": "latency_ms", "margin": 0.1}, {"metric": "fallback_share", "margin": 0.1}]
    configuration, entry = documents(document(secondary=secondary, guardrails=guardrails))
    rows = [assigned("p", A, 0), assigned("q", B, 0)]
    events = [event("p", "click", HOUR), event("p", "exposure", HOUR)]
    with open_log(write(tmp_path / "log", assignments=rows, events=events)) as opened:
        metrics = readings(entry, {each.id: each for each in configuration.of(Metric)})
        view = next(views(opened, entry, entry.phase, BEGAN + DAY))
        reader = Reader(opened, entry, entry.phase, view.time, metrics)
        clicks, ctr, latency, fallback = (reader.sides(each) for each in metrics)

    assert clicks.x is ctr.x
    assert (clicks.y, ctr.y.by.tolist()) == (None, [1.0])
    assert latency.x.by.tolist() == [10.0, 10.0]
    assert fallback.y.by.tolist() == [1.0, 1.0]


def test_who_has_a_past():
    """Persons of an experiment; not sessions, not a bandit's units, and not where nobody asked for it."""

    def asked(phase=(), **more):
        configuration, entry = documents(document(phase, **more))
        reading = readings(entry, {each.id: each for each in configuration.of(Metric)})[0]
        return adjusts(entry, entry.phase, reading)

    assert asked()
    assert not asked(history_days=0.0)
    assert not asked({"unit": "session"}, unit="session")
    assert not asked(kind="bandit")
    assert not asked(primary={"metric": "clicks", "quantile": 0.9})
