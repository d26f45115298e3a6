"""Reports are made from a log, kept while a phase runs, and frozen once: the first one after its end stays."""

import json
import os

import pytest

from service.commands.experiment_reported import made, own_or_given, reported, written
from service.commands.log_read import log_read
from service.experiments.files import places
from service.settings import Settings
from service.stores.experiment_plans import ExperimentPlans
from service.stores.experiment_reports import ExperimentReports
from service.stores.opening import opened
from slotwise.analysis.experiments.freezing import intact
from slotwise.documents.experiments import Experiment
from slotwise.errors import DatasetError, MeasureError, StoreError
from tests.experiment_logs import BEGAN, DAY
from tests.service.commands.experimenting import defined, logged, meet, started

FIRST = started()["phases"][0]
OVER = {**FIRST, "ended_at": BEGAN + 7 * DAY}
SECOND = {**FIRST, "number": 2, "began_at": BEGAN + 7 * DAY, "ramp": [{**FIRST["ramp"][0], "at": BEGAN + 7 * DAY}]}


@pytest.fixture
def installed(tmp_path):
    """The settings of a data folder with a database."""
    settings = Settings(data_dir=tmp_path / "data")
    settings.data_dir.mkdir()
    with opened(settings):
        return settings


@pytest.fixture
def reading(installed, tmp_path):
    """Reads a log of so many persons a side by the document of an experiment, in an installation."""

    def opens(experiment, persons=20, until=14 * DAY):
        log, definitions = logged(tmp_path / f"log{persons}", persons=persons, until=until), tmp_path / "definitions"
        return own_or_given(installed.data_dir, log, defined(definitions, experiment))

    return opens


def of(read):
    """The experiment that is read of."""
    return read.configuration.get(Experiment, "e")


def kept(settings, phase=1):
    """The newest report and the frozen one of a phase, as they are kept."""
    with opened(settings) as database:
        reports = ExperimentReports(database)
        return reports.newest("e"), reports.frozen("e", phase)


def test_a_log_that_is_given_is_read_as_it_is(tmp_path):
    """Without an installation, and none is made."""
    log = logged(tmp_path / "log", until=3 * DAY)
    with own_or_given(tmp_path / "data", log, defined(tmp_path / "definitions", started())) as read:
        assert read.until == BEGAN + 3 * DAY
        assert reported(read, of(read), None, own=True).report["units"] == {"a": 200, "b": 200}
    assert not (tmp_path / "data").exists()


def test_without_a_log_there_is_nothing_to_report(tmp_path, installed):
    """Neither where nothing is installed, nor before anybody did anything; each with the way out."""
    with pytest.raises(DatasetError) as refused, own_or_given(tmp_path / "none", None, None):
        pass
    assert "--log" in refused.value.hint
    with pytest.raises(MeasureError, match="no events") as refused, own_or_given(installed.data_dir, None, None):
        pass
    assert "--log" in refused.value.hint


def test_the_own_log_is_read_up_to_now(installed):
    """What came since the last report is in the next one."""

    def events():
        with own_or_given(installed.data_dir, None, None) as read:
            return read.opened.connection.execute(f"SELECT count(*) FROM {read.opened.events.source}").fetchone()[0]

    meet(installed.data_dir, started=False, persons=3)
    assert events() == 10
    meet(installed.data_dir, started=True, persons=3)
    assert events() == 20


def test_a_report_of_a_phase_that_runs_has_no_seal(reading, installed):
    """It changes with the next event, and neither making nor asking for it keeps it."""
    with reading(started()) as read:
        found = reported(read, of(read), None, own=True)

    assert (found.frozen, "frozen" in found.report, found.report["over"]) == (False, False, False)
    assert found.html.startswith("<!doctype html>")
    assert kept(installed) == (None, None)


def test_a_report_of_a_phase_that_is_over_is_sealed(reading):
    """Once the log tells up to its end; before, more may still come."""
    early, late = {"until": 5 * DAY, "persons": 5}, {"until": 7 * DAY, "persons": 6}
    with reading(started([OVER], status="stopped"), **early) as read:
        assert "frozen" not in made(read, of(read), of(read).phases[0]).report
    with reading(started([OVER], status="stopped"), **late) as read:
        assert intact(made(read, of(read), of(read).phases[0]).report)


def test_a_phase_is_reported_by_its_number(reading):
    """The last one by default; one that never was is told with those that there are."""
    with reading(started([OVER, SECOND])) as read:
        numbers = [reported(read, of(read), each, own=True).report["phase"] for each in (None, 1, 2)]
        with pytest.raises(MeasureError) as refused:
            reported(read, of(read), 3, own=True)

    assert numbers == [2, 1, 2]
    assert refused.value.expected == [1, 2]


def test_a_running_phase_is_kept_again_and_again(reading, installed):
    """The newest report is that of the newest log; nothing is frozen, and no files are written."""
    with reading(started(), 5, 2 * DAY) as read:
        written(read, of(read))
    with reading(started(), 6, 3 * DAY) as read:
        written(read, of(read))
        until = read.until
    newest, frozen = kept(installed)

    assert newest.report["units"] == {"a": 6, "b": 6}
    assert newest.html.startswith("<!doctype html>")
    assert (until, frozen) == (BEGAN + 3 * DAY, None)
    assert not places(installed.data_dir, "e", 1)[0].exists()


def test_the_first_report_of_a_phase_that_is_over_stays(reading, installed):
    """Whatever the log says afterwards: in the database, in the files, and to whoever asks."""
    stopped = started([OVER], status="stopped")
    with reading(stopped, 5) as read:
        written(read, of(read))
    json_file, page = places(installed.data_dir, "e", 1)
    first = (json_file.read_bytes(), page.read_bytes())
    with reading(stopped, 6) as read:
        written(read, of(read))
        own, given = (reported(read, of(read), None, own=each) for each in (True, False))
    frozen = kept(installed)[1]

    assert (json_file.read_bytes(), page.read_bytes()) == first
    assert json.loads(first[0]) == frozen.report == own.report
    assert page.read_text() == frozen.html == own.html
    assert intact(own.report)
    assert (own.frozen, own.report["units"]) == (True, {"a": 5, "b": 5})
    assert (given.frozen, given.report["units"]) == (False, {"a": 6, "b": 6})
    assert os.stat(json_file).st_mode & 0o222 == 0


def test_files_that_are_missing_are_written_again(reading, installed):
    """With the very report that was frozen, not with one of today's log."""
    with reading(started([OVER], status="stopped"), 5) as read:
        written(read, of(read))
    json_file, page = places(installed.data_dir, "e", 1)
    before = json_file.read_bytes(), page.read_bytes()
    json_file.unlink()
    page.unlink()
    with reading(started([OVER], status="stopped"), 6) as read:
        written(read, of(read))

    assert (json_file.read_bytes(), page.read_bytes()) == before


def test_phases_that_are_over_are_frozen_while_the_next_one_runs(reading, installed):
    """Each by itself: the one that is over is the last word, the one that runs is the newest."""
    with reading(started([OVER, SECOND]), 5) as read:
        written(read, of(read))
    newest, first = kept(installed)

    assert (newest.report["phase"], first.report["phase"]) == (2, 1)
    assert (newest.frozen, first.frozen, kept(installed, 2)[1]) == (False, True, None)
    assert places(installed.data_dir, "e", 1)[1].exists()
    assert not places(installed.data_dir, "e", 2)[1].exists()


def test_the_plan_that_a_phase_began_with_tunes_its_report(reading, installed):
    """Its own and no other phase's; without a plan it is tuned by who came."""
    with opened(installed) as database:
        ExperimentPlans(database).keep("e", 2, {"planned_units": 4_321}, BEGAN)
    with reading(started([OVER, SECOND]), 5) as read:
        first, second = (reported(read, of(read), each, own=True).report["plan"] for each in (1, 2))

    assert (second["units"], second["stated"]) == (4_321, True)
    assert not first["stated"]


def test_a_store_that_is_away_is_told(reading, installed, tmp_path):
    """Nothing is reported as if there were no frozen report."""
    stopped = started([OVER], status="stopped")
    folder = tmp_path / "away"
    folder.mkdir()
    (folder / "slotwise.db").write_text("this is no database, whatever its name says" * 100)
    log, definitions = logged(tmp_path / "log", persons=5), defined(tmp_path / "definitions", stopped)
    with log_read(folder, log, definitions) as read, pytest.raises(StoreError):
        reported(read, of(read), None, own=True)
