"""The command `slotwise metrics`."""

import pytest

from service.commands.metrics import checked_groups
from slotwise.errors import DatasetError, MeasureError, UnknownMetricError
from tests.june import june, run

__all__ = ["june"]


def test_the_dictionary_is_measured(june, tmp_path):
    """All metrics of the demo world, where nothing else is configured; nothing is written, no installation made."""
    rows = run("metrics", "--log", str(june), "--data-dir", str(tmp_path))["data"]
    found = {each["metric"]: each for each in rows}

    assert len(found) >= 25
    assert {each["kind"] for each in rows} == {"behaviour", "experience"}
    assert 0.002 < found["click_through"]["low"] < found["click_through"]["value"] < 0.02
    assert found["decision_time"]["value"] is None
    assert list(tmp_path.iterdir()) == []


def test_one_metric_by_fact_and_day(june, tmp_path):
    """Groups add up to the whole; the days of the place are listed."""
    (found,) = run("metrics", "sales", "--by", "context.channel", "--log", str(june), "--data-dir", str(tmp_path))[
        "data"
    ]

    assert sum(each["value"] for each in found["by"]["context.channel"]) == pytest.approx(found["value"])
    assert len(found["days"]) == 28
    text = run("metrics", "sales", "--by", "scene", "--log", str(june), "--data-dir", str(tmp_path), text=True)
    assert "sales by scene" in text
    assert "2026-06-28" in text


def test_days_are_chosen(june, tmp_path):
    """By the clock of the metric; a period without time is refused."""
    options = ("--log", str(june), "--data-dir", str(tmp_path))
    (found,) = run("metrics", "orders", "--since", "2026-06-10", "--until", "2026-06-12", *options)["data"]

    assert (found["since"], found["until"]) == ("2026-06-09T16:00:00.000Z", "2026-06-11T16:00:00.000Z")
    error = run("metrics", "orders", "--since", "2026-06-12", "--until", "2026-06-12", *options, status=1)
    assert isinstance(error, MeasureError)


def test_what_is_not_there_is_told(june, tmp_path):
    """An unknown metric, an unknown fact, a folder without a log."""
    options = ("--data-dir", str(tmp_path))

    assert isinstance(run("metrics", "clicks", "--log", str(june), *options, status=1), UnknownMetricError)
    assert isinstance(run("metrics", "--by", "tags", "--log", str(june), *options, status=1), MeasureError)
    assert isinstance(run("metrics", *options, status=1), DatasetError)


def test_groups_are_facts_of_a_row():
    """What every row tells is one."""
    assert checked_groups(["scene"]) == ["scene"]
