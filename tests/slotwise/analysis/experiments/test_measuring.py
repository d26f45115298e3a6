"""Measuring one metric: what cannot be read is said, what only the primary metric is asked is asked of it alone."""

import pyarrow.parquet as pq
import pytest

from slotwise.analysis.experiments.grown import Reader
from slotwise.analysis.experiments.measuring import measure
from slotwise.analysis.experiments.readings import readings
from slotwise.analysis.experiments.views import views
from slotwise.analysis.opened import open_log
from slotwise.documents.metrics import Metric
from tests.experiment_logs import BEGAN, DAY, A, B, assigned, document, documents, event, write


@pytest.fixture
def measured(tmp_path):
    """Every metric of an experiment of two times two units."""

    def run(without=(), **more):
        configuration, entry = documents(document(**more))
        rows = [assigned(f"{side}{each}", side, 0) for side in (A, B) for each in range(2)]
        events = [event(row["person_id"], "click", at) for row in rows for at in (-1, 1)]
        folder = write(tmp_path / "log", assignments=rows, events=events)
        path = folder / "assignments.parquet"
        pq.write_table(pq.read_table(path).drop_columns(list(without)), path)
        with open_log(folder) as opened:
            metrics = readings(entry, {each.id: each for each in configuration.of(Metric)})
            view = next(views(opened, entry, entry.phase, BEGAN + 2 * DAY))
            reader = Reader(opened, entry, entry.phase, view.time, metrics)
            return [measure(opened, entry, entry.phase, view, reader, each) for each in metrics]

    return run


def test_every_day_is_looked_at(measured):
    """One look at the end of every day; the primary metric is held against its past and split into segments."""
    primary, secondary = measured(secondary=[{"metric": "ctr"}], segments=["person.city"])

    assert [each.step for each in primary.looks] == [0, 1]
    assert [each.check for each in primary.checks] == ["no_difference_before"]
    assert len(primary.segments) == 1
    assert (secondary.checks, secondary.segments) == ([], [])


def test_a_metric_that_the_log_does_not_tell(measured):
    """The others are measured all the same."""
    rails = [{"metric": "latency_ms", "margin": 0.1}, {"metric": "fallback_share", "margin": 0.1}]
    _, latency, fallback = measured(["elapsed_ms"], guardrails=rails)

    assert (latency.looks, "elapsed_ms" in latency.why) == ([], True)
    assert len(fallback.looks) == 2


def test_a_cap_is_told_with_what_it_took(measured):
    """Share of the units and of the sum."""
    capped = measured(primary={"metric": "clicks", "cap": 0.5})[0].cap

    assert capped == {"cap": 0.5, "share_of_persons": 1.0, "share_of_sum": 0.5}
