"""The small world as a data set folder, and a log of exposures whose truth is known."""

import pytest

from slotwise.analysis.judging import Bounds
from slotwise.analysis.opened import open_log
from slotwise.analysis.review import Options, estimate, review
from tests.data_sets import small, write
from tests.exposures import write_log

__all__ = ["small", "write"]


@pytest.fixture(scope="session")
def exposures(tmp_path_factory):
    """The folder of the log."""
    return write_log(tmp_path_factory.mktemp("exposures") / "log")


@pytest.fixture(scope="session")
def found(exposures):
    """What is estimated of it."""
    with open_log(exposures) as opened:
        return estimate(opened, ("scene", "person.tier"), Bounds())


@pytest.fixture(scope="session")
def reviewed(exposures):
    """The review of it, as plain values."""
    return review(exposures, Options(segments=("scene", "person.tier")))
