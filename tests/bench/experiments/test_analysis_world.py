"""The world of the benchmark is a log folder as an experiment leaves it."""

import pyarrow.parquet as pq

from bench.experiments.analysis_world import configuration, write_log
from slotwise.configuration import Configuration
from slotwise.documents.experiments import Experiment


def test_the_log_has_what_it_was_asked_for(tmp_path):
    """As many decisions in the phase as asked for, everybody in one variant, and documents that can be loaded."""
    write_log(tmp_path, 500, 8_000)
    rows = pq.read_table(tmp_path / "assignments.parquet", columns=["unit", "variant"]).to_pylist()

    assert len(rows) == 8_000
    assert len({(row["unit"], row["variant"]) for row in rows}) == len({row["unit"] for row in rows}) <= 500
    assert Configuration.load(configuration()).get(Experiment, "large").phase.number == 1
    assert sorted(path.name for path in tmp_path.glob("*.parquet")) == [
        "assignments.parquet", "decisions.parquet", "events.parquet", "persons.parquet"]  # fmt: skip
