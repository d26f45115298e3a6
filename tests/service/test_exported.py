"""Exported: an export in the data folder is found, brought up to date, and its failure is told."""

import subprocess

import pytest

from service.exported import Exported
from slotwise.errors import StoreError


def test_without_an_export_there_is_none(tmp_path):
    """Only what the export has finished counts."""
    (tmp_path / "export").mkdir()
    assert not Exported(tmp_path).there
    (tmp_path / "export" / "dataset.json").write_text("{}")
    assert Exported(tmp_path).there


def test_the_exports_own_command_is_run(tmp_path, monkeypatch):
    """In a process of its own, on this data folder."""
    run: list[list[str]] = []

    def runs(command, **options):
        run.append(command)
        return subprocess.CompletedProcess(command, 0, b"{}", b"")

    monkeypatch.setattr(subprocess, "run", runs)
    Exported(tmp_path).refresh()

    assert run[0][1:5] == ["-m", "slotwise", "log", "export"]
    assert run[0][-1] == str(tmp_path)


def test_a_failure_is_told(tmp_path, monkeypatch):
    """A command that fails or cannot be run is an error, so that it is tried again."""
    failed = subprocess.CompletedProcess([], 2, b"", b"first line\nerror: no space left")
    monkeypatch.setattr(subprocess, "run", lambda command, **options: failed)
    with pytest.raises(StoreError, match="no space left"):
        Exported(tmp_path).refresh()

    def cannot(command, **options):
        raise OSError("gone")

    monkeypatch.setattr(subprocess, "run", cannot)
    with pytest.raises(StoreError):
        Exported(tmp_path).refresh()
