"""Alone: two exports never write to one folder at once."""

import threading

import pytest

from service.export.alone import alone
from slotwise.errors import ConfigError


def test_a_second_export_waits_for_the_first_as_long_as_it_is_told(tmp_path):
    """A report that needs the log now does not fail because the service is exporting it by itself."""
    began, end = threading.Event(), threading.Event()

    def first():
        with alone(tmp_path / "export", 0.0):
            began.set()
            end.wait(20)

    thread = threading.Thread(target=first)
    thread.start()
    began.wait(20)
    with pytest.raises(ConfigError, match="under way"), alone(tmp_path / "export", 0.0):
        pass
    threading.Timer(0.3, end.set).start()
    with alone(tmp_path / "export", 60.0):
        assert end.is_set()
    thread.join()
