"""A command of its own: what it prints is told, and what it refuses is refused here with the same error."""

import subprocess

import orjson
import pytest

from service import of_its_own
from slotwise.errors import CommandError, DatasetError


def test_what_a_command_prints_is_told(tmp_path):
    """As it is, JSON."""
    assert "data" in orjson.loads(of_its_own.run(tmp_path, "keys", "list"))


def test_what_a_command_refuses_is_refused_here(tmp_path):
    """With the same error, so that whoever asked over HTTP hears what a terminal would."""
    with pytest.raises(DatasetError, match="no log") as refused:
        of_its_own.run(tmp_path, "metrics")
    assert "slotwise log export" in refused.value.hint


def test_any_other_end_is_told_by_what_was_said_last(tmp_path):
    """A command that does not exist names none of our errors."""
    with pytest.raises(CommandError, match="No such command"):
        of_its_own.run(tmp_path, "nonsense")


def test_a_command_that_takes_too_long_is_ended(tmp_path):
    """And says so."""
    with pytest.raises(CommandError, match="more than 0 s"):
        of_its_own.run(tmp_path, "keys", "list", longest=0.01)


def test_what_is_given_is_the_commands_standard_input(tmp_path, monkeypatch):
    """As bytes, on the data folder that was named."""
    seen = {}

    def runs(command, **options):
        seen.update(options, command=command)
        return subprocess.CompletedProcess(command, 0, b"{}", b"")

    monkeypatch.setattr(subprocess, "run", runs)
    assert of_its_own.run(tmp_path, "experiment", "power", "-", given=b"[]") == b"{}"
    assert seen["input"] == b"[]"
    assert seen["command"][-2:] == ["--data-dir", str(tmp_path)]


def test_libraries_that_are_not_there_are_named(monkeypatch):
    """So that work which needs them is off."""
    monkeypatch.setattr(of_its_own, "LIBRARIES", ("duckdb", "no_such_library"))

    assert of_its_own.missing() == ["no_such_library"]
