"""The shared folder is emptied at a start: counters of workers long gone are not of this run."""

import os

from service.metrics_folder import FOLDER, forget, share


def test_a_start_begins_with_nothing(tmp_path, monkeypatch):
    """Old files go, and the folder is announced."""
    monkeypatch.delenv(FOLDER, raising=False)
    (tmp_path / "counter_1.db").write_bytes(b"old")
    monkeypatch.setenv(FOLDER, "before")
    share(tmp_path)

    assert list(tmp_path.iterdir()) == []
    assert os.environ[FOLDER] == str(tmp_path)


def test_without_a_folder_there_is_nothing_to_forget(monkeypatch):
    """A single process has no gauges of others."""
    monkeypatch.delenv(FOLDER, raising=False)

    assert forget(1) is None
