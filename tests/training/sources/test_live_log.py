"""The live log as a source: what was served and what came of it teaches the next model."""

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from slotwise import packing, shelf
from slotwise.errors import ConfigError, SourceError
from tests.service.serving import get, post, serving
from tests.worlds import make_model, make_world
from training.dataset import load
from training.sources.live_log import export, moment, options

OFFERED = [f"p{number}.banner" for number in (3, 8, 14, 21, 27, 30)]
LIKED = {"app": "p21.banner", "web": "p8.banner"}
NOBODY = {"person": {"id": "new"}, "touchpoints": [{"touchpoint": "home", "slots": 1, "candidates": OFFERED}]}


def test_moments_are_days_or_times():
    """In UTC unless they say otherwise."""
    assert moment(None) is None
    assert moment("1970-01-02") == 86_400_000
    assert moment("1970-01-01T01:00:00+01:00") == 0
    with pytest.raises(ConfigError):
        moment("yesterday")


def test_an_export_is_read_up_to_its_end(tmp_path):
    """Unless another cut is given."""
    (tmp_path / "dataset.json").write_text('{"until": 5}')

    assert (options(tmp_path).labels_until, options(tmp_path, 3).labels_until) == (5, 3)
    assert options(tmp_path).exposed_only


def test_a_log_that_cannot_be_exported_is_told(tmp_path, monkeypatch):
    """With what the command said."""
    monkeypatch.setenv("SLOTWISE_DATA_DIR", str(tmp_path))
    (tmp_path / "mine.txt").write_text("not an export")

    with pytest.raises(SourceError, match="not empty"):
        export(tmp_path)


@pytest.fixture
def installation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder with the checkerboard published, which all commands of the test work on."""
    packing.save(make_model(make_world(), trees=True), tmp_path / "bundle")
    data = tmp_path / "data"
    shelf.publish(data / "shelf", "checkerboard", "0", tmp_path / "bundle")
    monkeypatch.setenv("SLOTWISE_DATA_DIR", str(data))
    monkeypatch.setenv("SLOTWISE_AUTH", "open")
    return data


def live(url: str, persons: int, rounds: int) -> int:
    """Let persons come, see offers, and click the one that is liked on their channel; return the decisions."""
    for place in range(persons * rounds):
        person, channel = f"q{place % persons}", ("app", "web")[place % 2]
        context = {"channel": channel, "data_used_ratio": 0.1}
        asked = {"touchpoint": "home", "slots": 3, "candidates": OFFERED}
        answer = post(f"{url}/v1/decisions", {"person": {"id": person}, "context": context, "touchpoints": [asked]})
        events = []
        for each in answer["touchpoints"][0]["placements"]:
            kinds = ["exposure", "click"] if each["content_id"] == LIKED[channel] else ["exposure"]
            events += [
                {"event_id": f"{place}-{each['slot']}-{kind}", "type": kind, "person": {"id": person},
                 "token": each["token"], "context": context}
                for kind in kinds
            ]  # fmt: skip
        assert post(f"{url}/v1/events", {"events": events})["accepted"] == len(events)
    return persons * rounds


def slotwise(*arguments: str) -> Any:
    """Run a command of the installation and return its document."""
    done = subprocess.run(
        [sys.executable, "-m", "slotwise", *arguments, "--json"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def firsts(url: str, channel: str, asks: int = 40) -> list[str]:
    """What new visitors of a channel are shown first."""
    found = []
    for number in range(asks):
        document = {**NOBODY, "person": {"id": f"new{number}"}, "context": {"channel": channel}, "dry_run": True}
        placements = post(f"{url}/v1/decisions", document)["touchpoints"][0]["placements"]
        found.append(placements[0]["content_id"])
    return found


@pytest.mark.slow
def test_the_loop_is_closed(installation, tmp_path):
    """Served, shown, clicked, exported, trained on, promoted: the answer is another one, and it is what is liked."""
    registry = f"sqlite:///{tmp_path / 'mlflow.db'}"
    with serving(installation, "--workers", "1") as (url, _):
        before = {channel: firsts(url, channel).count(liked) for channel, liked in LIKED.items()}
        decided = live(url, persons=30, rounds=14)
        until = time.monotonic() + 20
        while get(f"{url}/readyz")["checks"]["decision_log"]["waiting"] and time.monotonic() < until:
            time.sleep(0.1)
        made = slotwise(
            "train", str(tmp_path / "log"), "--source", "log", "--tracking", registry, "--cases", "60",
            "--labels-until", "2100-01-01",
            "--set", "occasions=400", "--set", "ranker.trees=60", "--set", "ranker.min_data_in_leaf=20",
            "--set", "ranker.feature_fraction=1.0", "--set", "tick=200",
        )  # fmt: skip
        data = load(tmp_path / "log", options(tmp_path / "log", moment("2100-01-01")))
        shelf_of = str(installation / "shelf")
        slotwise("promote", "checkerboard", "--tracking", registry, "--shelf", shelf_of, "--force", "a test")
        while get(f"{url}/readyz")["checks"]["model"].get("version") == "0":
            assert time.monotonic() < until + 100
            time.sleep(0.2)
        after = {channel: firsts(url, channel).count(liked) for channel, liked in LIKED.items()}

    assert made["name"] == "checkerboard"
    assert made["evaluation"]["learned"]["labelled_by"] == "impressions"
    assert len(data.impressions) == 3 * decided
    assert 0 < data.impressions.clicked.sum() <= decided
    assert ((data.impressions.propensity > 0) & (data.impressions.propensity <= 1)).all()
    assert set(data.impressions.slot.tolist()) == {1, 2, 3}
    for channel in LIKED:
        assert after[channel] > before[channel] + 10, (before, after)
