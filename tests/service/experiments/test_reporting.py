"""Reports are made when they are due, by a command of its own, and the frozen one is the last word."""

import pytest

from service import of_its_own
from service.experiments.reporting import Reporting
from service.stores.experiment_reports import ExperimentReports
from slotwise.errors import CommandError, NotMeasuredError
from tests.service.experiments.living import HOUR, START, experiment


@pytest.fixture
def make(database, tmp_path, clock):
    """Reporting of some experiments."""

    def makes(*experiments, hours=1.0):
        return Reporting(ExperimentReports(database), lambda: experiments, hours, tmp_path, clock)

    return makes


@pytest.fixture
def ran(monkeypatch):
    """Notes the commands that are run."""
    noted = []
    monkeypatch.setattr(of_its_own, "run", lambda data_dir, *words, **options: noted.append(words) or b"{}")
    return noted


def ended(number=1):
    """An experiment that was stopped."""
    phase = experiment().phase.model_copy(update={"ended_at": START + HOUR, "number": number})
    return experiment(status="stopped", phases=[phase])


def test_a_running_experiment_is_reported_every_hour(make, ran, clock):
    """The first time at once; a draft never."""
    reporting = make(experiment(), experiment("draft", status="draft", phases=[]))
    assert reporting.tick()
    assert ran == [("experiment", "report", "--write", "hero")]
    reporting.reports.put("hero", {"phase": 1}, "", (START, START), START)
    assert reporting.due() == []
    clock.now += 3_600
    assert reporting.due() == ["hero"]


def test_what_ended_is_reported_until_it_is_frozen(make):
    """And then never again, archived or not."""
    reporting = make(ended())
    reporting.reports.put("hero", {"phase": 1}, "", (START, START), START)
    assert reporting.due() == ["hero"]
    reporting.reports.freeze("hero", 1, {"phase": 1}, "", START)
    assert reporting.due() == []


def test_it_can_be_off(make, ran, monkeypatch):
    """By the setting, or without the libraries."""
    assert not make(experiment(), hours=0.0).tick()
    monkeypatch.setattr(of_its_own, "LIBRARIES", ("no_such_library",))
    assert not make(experiment()).tick()
    assert ran == []


def test_one_that_fails_keeps_nobody_from_being_reported(make, clock, monkeypatch):
    """It is told in the log, and tried again an hour later."""
    tried = []

    def fails(data_dir, *words, **options):
        tried.append(words[-1])
        raise CommandError("no disk")

    monkeypatch.setattr(of_its_own, "run", fails)
    reporting = make(experiment("one"), experiment("two"))
    assert reporting.tick()
    assert reporting.tick()
    assert tried == ["one", "two"]
    clock.now += 3_600
    assert reporting.tick()
    assert tried == ["one", "two"] * 2


def test_the_frozen_report_goes_before_the_newest(make):
    """Of a phase that is over; what was said of the phase before is nothing that is said of this one."""
    reporting = make(ended())
    with pytest.raises(NotMeasuredError):
        reporting.newest(ended())
    reporting.reports.put("hero", {"phase": 1, "n": 1}, "", (START, START), START)
    assert reporting.newest(ended()).report["n"] == 1
    reporting.reports.freeze("hero", 1, {"phase": 1, "n": 2}, "", START)
    assert reporting.newest(ended()).report["n"] == 2
    assert reporting.find(ended(number=2)) is None
