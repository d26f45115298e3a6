"""Reports on small logs."""

import pytest

from slotwise.analysis.experiments.reporting import report
from slotwise.analysis.opened import open_log
from tests.experiment_logs import documents, write


@pytest.fixture
def reported(tmp_path):
    """Write a log, and report on the experiment of a document."""

    def run(experiment, until=None, as_of=None, planned_units=None, phase=None, **tables):
        configuration, entry = documents(experiment)
        folder = write(tmp_path / "log", **({} if until is None else {"until": until}), **tables)
        with open_log(folder) as opened:
            return report(opened, entry, configuration, phase, as_of, planned_units)

    return run
