"""What every decision tells: how long it took, and whether a fallback answered."""

import pytest

from slotwise.analysis.experiments.serving import serving, tells
from slotwise.analysis.experiments.timeline import timeline
from slotwise.analysis.experiments.units import units
from slotwise.analysis.opened import open_log
from slotwise.errors import MeasureError
from tests.experiment_logs import BEGAN, DAY, A, B, assigned, document, documents, write

ROWS = [
    assigned("p", A, 0, elapsed_ms=10.0),
    assigned("p", A, 1, elapsed_ms=30.0, service_level="popular"),
    assigned("p", A, DAY, elapsed_ms=None, service_level=None),
    assigned("q", B, 0, elapsed_ms=5.0, served=A),
    assigned("q", B, 1, elapsed_ms=500.0, reason="forced"),
]


@pytest.fixture
def told(tmp_path):
    """The rows of some metrics."""

    def run(*metrics):
        _, entry = documents(document())
        with open_log(write(tmp_path / "log", assignments=ROWS)) as opened:
            time = timeline(entry.phase, BEGAN + 2 * DAY, (A, B))
            units(opened, entry, entry.phase, time, (A, B))
            text, values = serving(opened.assignments, metrics, entry, entry.phase, time)
            return sorted(opened.connection.execute(text, values).fetchall())

    return run


def test_sums_by_unit_and_step(told):
    """A variant that was answered for by another counts as a fallback; tests do not count at all."""
    assert told("latency_ms", "fallback_share") == [
        (0, 0, 40.0, 2.0, 1.0, 2.0), (0, 1, 0.0, 0.0, 0.0, 0.0), (1, 0, 5.0, 1.0, 1.0, 1.0)]  # fmt: skip


def test_a_log_that_does_not_tell_it(tmp_path):
    """The column is missing: no number is made up."""
    import pyarrow.parquet as pq

    _, entry = documents(document())
    folder = write(tmp_path / "log", assignments=ROWS)
    table = pq.read_table(folder / "assignments.parquet").drop_columns(["elapsed_ms"])
    pq.write_table(table, folder / "assignments.parquet")
    with open_log(folder) as opened:
        time = timeline(entry.phase, BEGAN + DAY, (A, B))
        assert (tells(opened.assignments, "latency_ms"), tells(opened.assignments, "fallback_share")) == (False, True)
        with pytest.raises(MeasureError):
            serving(opened.assignments, ["latency_ms"], entry, entry.phase, time)
