"""Once a day everything is measured, by commands of their own."""

import pytest

from service import of_its_own
from service.log import configure
from service.measured import METRIC
from service.measuring import COMMANDS, Measuring
from service.stores.database import Database
from service.stores.results import Results, Span
from slotwise.declared import declared

HOUR = 3_600_000


@pytest.fixture
def results(tmp_path):
    """Results of an installation."""
    database = Database(f"sqlite:///{tmp_path / 'live.db'}")
    database.prepare()
    yield Results(database)
    database.close()


@pytest.fixture
def ran(monkeypatch):
    """Notes the commands that are run; they end with the status that is set."""
    noted = []

    class Done:
        returncode, stdout, stderr = 0, b"", b"it failed"

    def run(command, **options):
        noted.append(command[3:])
        return Done

    monkeypatch.setattr(of_its_own.subprocess, "run", run)
    noted_status = Done
    return noted, noted_status


def test_it_is_done_when_it_is_due(results, tmp_path, ran):
    """The first time, and again when the newest sheets are a day old."""
    commands, _ = ran
    work = Measuring(results, 24.0, tmp_path, lambda: 30 * HOUR / 1_000)
    work.tick()
    assert [tuple(each[: len(own)]) for each, own in zip(commands, COMMANDS, strict=True)] == list(COMMANDS)
    assert all(each[-1] == str(tmp_path) for each in commands)
    results.write(METRIC, {"a": {}}, Span(0, 1, 10 * HOUR))
    assert not work.due()
    assert Measuring(results, 24.0, tmp_path, lambda: 34 * HOUR / 1_000).due()


def test_it_can_be_off(results, tmp_path, ran):
    """With no hours between two runs, or without the libraries."""
    assert not Measuring(results, 0.0, tmp_path).due()


def test_a_command_that_fails_does_not_keep_the_others_from_running(results, tmp_path, ran, capsys):
    """It is told."""
    configure("info")
    commands, done = ran
    done.returncode = 1
    Measuring(results, 24.0, tmp_path).tick()

    assert len(commands) == len(COMMANDS)
    assert "it failed" in "".join(capsys.readouterr())


def test_its_commands_exist():
    """Each is one of the declared ones."""
    assert {each[0] for each in COMMANDS} <= declared().keys()
