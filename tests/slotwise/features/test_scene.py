"""Features of the scene."""

from datetime import UTC, datetime

import numpy as np
import pytest

from slotwise.counts import CLICKS, EXPOSURES
from tests.worlds import START


def test_the_clock(read, checkerboard):
    """Hour and weekday are those of the moment, in UTC."""
    now = datetime.fromtimestamp(checkerboard.as_of / 1000, UTC)
    reading = read()

    assert reading.one("hour_of_day") == pytest.approx(now.hour + now.minute / 60 + now.second / 3600, abs=0.01)
    assert reading.one("day_of_week") == now.weekday()
    assert datetime.fromtimestamp(START / 1000, UTC).isoformat() == "2026-01-01T00:00:00+00:00"


def test_known_facets_are_counted(read):
    """Facets of the scene with a known value; the person's do not count."""
    assert read().one("scene_known") == 0
    assert read(context__channel="app", person__city="SZ").one("scene_known") == 1
    assert read(context__channel="app", scene="over_quota").one("scene_known") == 2


def test_the_world_is_read(read, checkerboard):
    """Tempo is a share; the click rate is clicks over exposures with one in a hundred added."""
    reading = read()
    clicks, shown = (reading.live.total(channel, 3).sum() for channel in (CLICKS, EXPOSURES))

    assert 0 <= reading.one("world_tempo") <= 1
    assert np.isfinite(reading.one("world_click_rate"))
    assert clicks >= 0
    assert shown >= 0
