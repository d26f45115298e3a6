"""What is said of a version stays with its run, its tags and the kept forecasts."""

import json

import pytest

from training.off_policy.forecasts import kept
from training.off_policy.telling import told
from training.off_policy.versions import Named
from training.options import TrainOptions
from training.tracking import Tracker

OVERALL = {
    "champion": {"value": 0.02, "low": 0.01, "high": 0.03},
    "candidate": {"value": 0.03, "low": 0.02, "high": 0.04},
    "difference": {"value": 0.01, "low": 0.005, "high": 0.015},
    "estimator": "doubly_robust",
    "to_traffic": True,
    "refused": False,
}


@pytest.mark.slow
def test_a_version_remembers_its_forecast(board, served, tmp_path):
    """The document is an artifact of the run, its figures are metrics, the word is a tag, and a forecast is kept."""
    tracker = Tracker(board)
    version = tracker.version("board", "2")
    named = Named("version 2", served.champion, TrainOptions(), version)
    document = {"reward": "click", "candidates": {"version 2": {"overall": OVERALL}, "other": {"overall": OVERALL}}}
    told(named, document, board, tmp_path / "forecasts.jsonl", 17)

    assert tracker.version("board", "2").tags["off_policy"] == "yes"
    artifact = tracker.file(version, "off_policy.json", tmp_path)
    assert set(json.loads(artifact.read_text())["candidates"]) == {"version 2"}
    (forecast,) = kept(tmp_path / "forecasts.jsonl")
    assert forecast["version"] == "2"
    assert forecast["lift"]["value"] == pytest.approx(0.5)


def test_a_bundle_without_a_version_leaves_nothing(served, tmp_path):
    """There is no run to tell and no experiment to hold it against."""
    told(Named("bundle", served.champion, TrainOptions()), {}, "sqlite:///nowhere", tmp_path / "f.jsonl", 17)

    assert not (tmp_path / "f.jsonl").exists()
