"""Reports of experiments: the newest is told, and what is frozen never changes."""

import pytest
from sqlalchemy import func, select

from service.stores.experiment_reports import ExperimentReports
from service.stores.tables import RESULTS


@pytest.fixture
def reports(database):
    """The reports of an installation."""
    return ExperimentReports(database)


def test_the_newest_report_is_told(reports):
    """By experiment; another experiment's report of the same moment is left alone."""
    reports.put("one", {"n": 1}, "<p>1</p>", (0, 10), 100)
    reports.put("other", {"n": 2}, "<p>2</p>", (0, 10), 100)
    reports.put("one", {"n": 3}, "<p>3</p>", (0, 20), 200)
    found = reports.newest("one")

    assert (found.report, found.html, found.made_at, found.frozen) == ({"n": 3}, "<p>3</p>", 200, False)
    assert reports.newest("other").report == {"n": 2}
    assert reports.newest("nobody") is None


def test_the_same_moment_is_told_anew(reports):
    """Made again over the same log, a report takes the place of the one before."""
    reports.put("one", {"n": 1}, "", (0, 10), 100)
    reports.put("one", {"n": 2}, "", (0, 10), 101)

    assert reports.newest("one").report == {"n": 2}


def test_old_reports_go(reports, database):
    """A month of hourly reports is no reason to grow for ever."""
    for place in range(40):
        reports.put("one", {"n": place}, "", (0, place), place)
    kept = database.rows(select(func.count().label("n")).select_from(RESULTS), {})

    assert kept[0].n == 30
    assert reports.newest("one").report == {"n": 39}


def test_a_frozen_report_is_never_written_again(reports):
    """Whoever comes later, with whatever it is, changes nothing; each phase has one of its own."""
    assert reports.freeze("one", 1, {"n": 1}, "<p>1</p>", 100)
    assert not reports.freeze("one", 1, {"n": 2}, "<p>2</p>", 200)
    assert reports.freeze("one", 2, {"n": 3}, "", 300)
    found = reports.frozen("one", 1)

    assert (found.report, found.html, found.made_at, found.frozen) == ({"n": 1}, "<p>1</p>", 100, True)
    assert reports.frozen("one", 3) is None
    assert reports.newest("one") is None
