"""What a data set folder says of persons."""

import json

import pytest

from slotwise.documents.life_cycle import Phase
from slotwise.documents.tags import Tag
from slotwise.errors import ConfigurationError
from training.dataset.standing import read_configuration

TAG = {"tag": "left_plan", "behaviour": "left", "window_days": 7.0, "expiry_days": 7.0, "status": "live"}


def test_tags_and_life_cycle_are_read(tmp_path):
    """Each document is optional, and other files are left alone."""
    assert not read_configuration(tmp_path)
    (tmp_path / "tags.json").write_text(json.dumps([TAG]))
    (tmp_path / "scenes.json").write_text("no JSON at all")
    found = read_configuration(tmp_path)

    assert [each.tag for each in found.of(Tag)] == ["left_plan"]
    assert found.of(Phase) == ()


def test_the_whole_configuration(tmp_path):
    """A folder of its own has every document of an installation, and comes before what lies beside it."""
    (tmp_path / "tags.json").write_text("[]")
    (tmp_path / "configuration").mkdir()
    (tmp_path / "configuration" / "tags.json").write_text(json.dumps([TAG]))
    (tmp_path / "configuration" / "touchpoints.json").write_text(json.dumps([{"touchpoint": "home"}]))

    assert read_configuration(tmp_path).to_json() == {"tags": [TAG], "touchpoints": [{"touchpoint": "home"}]}


def test_a_wrong_document_is_an_error(tmp_path):
    """It says where."""
    (tmp_path / "tags.json").write_text(json.dumps([{**TAG, "threshold": 0}]))
    with pytest.raises(ConfigurationError, match="/tags/0/threshold"):
        read_configuration(tmp_path)
