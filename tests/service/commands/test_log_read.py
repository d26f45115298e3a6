"""Commands that measure find their log, their documents and their period."""

from datetime import datetime

import pytest

from service.commands.log_read import log_read
from service.settings import Settings
from service.stores.database import Database
from service.stores.results import Results
from slotwise.documents.metrics import Metric
from slotwise.errors import DatasetError, MeasureError
from slotwise.measures.spans import DAY, Span
from tests.june import june

__all__ = ["june"]


def test_a_period_is_whole_days_or_the_end_of_the_log(june, tmp_path):
    """The usual length before the end, unless days are named."""
    with log_read(tmp_path, june) as read:
        usual = read.span(None, None, "Asia/Shanghai", 7 * DAY)
        named = read.span(datetime(2026, 6, 1), datetime(2026, 6, 3), "Asia/Shanghai", DAY)

        assert usual == Span(read.until - 7 * DAY, read.until)
        assert named.until - named.since == 2 * DAY
        with pytest.raises(MeasureError):
            read.span(datetime(2026, 6, 3), datetime(2026, 6, 1), "UTC", DAY)


def test_without_an_installation_the_demo_world_tells_what_to_measure(june, tmp_path):
    """And no database is made by looking."""
    with log_read(tmp_path, june) as read:
        assert len(read.configuration.of(Metric)) >= 25
    assert list(tmp_path.iterdir()) == []


def test_results_are_kept(june, tmp_path):
    """With the span that they tell of."""
    with log_read(tmp_path, june) as read:
        read.write("metric", {"a": {"value": 1}}, Span(5, 9))
    database = Database(Settings(data_dir=tmp_path).database_url)
    found = Results(database).latest("metric", "a")
    database.close()

    assert (found.document(), found.span.since, found.span.until) == ({"value": 1}, 5, 9)


def test_a_folder_that_is_not_there_is_told(tmp_path):
    """With the command that makes one."""
    with pytest.raises(DatasetError) as caught, log_read(tmp_path, None):
        pass

    assert "slotwise log export" in caught.value.hint
