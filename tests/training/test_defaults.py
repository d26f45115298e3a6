"""What a data set says of its training, and what says more."""

from dataclasses import replace

import numpy as np
import pytest

from slotwise.errors import ConfigError
from training.defaults import options_for


def test_data_set_then_file_then_settings(world, tmp_path):
    """Later words win: dataset.json, then the file, then --set."""
    dataset = replace(
        world(), info={"train": {"target": "rest", "seed": 3, "rules": ["already_seen", "once_per_page"]}}
    )
    file = tmp_path / "options.toml"
    file.write_text("seed = 4\n[ranker]\ntrees = 30\n")

    options = options_for(dataset, file, ["ranker.trees=40"])
    assert (options.target, options.seed, options.ranker["trees"]) == ("rest", 4, 40)
    assert [rule.name for rule in options.rules] == ["already_seen", "once_per_page"]


def test_a_generator_is_left_out_by_false(world):
    """A data set leaves generators out by saying false, and changes single options of the others."""
    dataset = replace(world(), info={"train": {"generators": {"trail": False, "als": {"factors": 8}}}})
    options = options_for(dataset, None, ["generators.als.alpha=3"])

    assert "trail" not in options.generators
    assert options.generators["als"] == {"factors": 8, "alpha": 3}
    assert "popular" in options.generators


def test_who_browses_tells_of_tastes(world):
    """Where more is looked at unled than clicked, tastes are learnt and the ranker is a few trees over lines."""
    shown = world(shown=True)
    log = shown.interactions
    browsed = options_for(replace(shown, interactions=replace(log, touchpoint=np.full(len(log), -1, np.int16))))
    led = options_for(replace(shown, interactions=replace(log, touchpoint=np.zeros(len(log), np.int16))))

    assert "tastes" in browsed.generators
    assert (browsed.ranker["lines"], browsed.ranker["log_lines"]) == (["tastes_score"], ["content_worn"])
    assert browsed.ranker["trees"] < led.ranker["trees"]
    assert "tastes" not in led.generators
    assert "lines" not in led.ranker


def test_a_channel_gets_the_rules_of_a_channel(world):
    """Where the log tells what was shown, caps, diversity and ownership are respected unless told otherwise."""
    names = [rule.name for rule in options_for(world(shown=True)).rules]

    assert names == ["once_per_page", "diversity", "frequency_cap", "already_owned"]
    assert options_for(world(shown=True)).ranker["objective"] == "binary"
    assert options_for(world()).ranker == {}
    assert [rule.name for rule in options_for(world()).rules] == ["once_per_page"]


@pytest.mark.parametrize(
    ("name", "text"), [("a.toml", "seed = "), ("a.json", "[1]"), ("a.json", "{"), ("a.toml", "luck = 1")]
)
def test_a_file_that_cannot_be_read_is_refused(world, tmp_path, name, text):
    """A damaged file, one that is no table, and one with an unknown option each say so."""
    file = tmp_path / name
    file.write_text(text)

    with pytest.raises(ConfigError):
        options_for(world(), file)


def test_a_missing_file_is_refused(world, tmp_path):
    """A file that is not there says so."""
    with pytest.raises(ConfigError):
        options_for(world(), tmp_path / "none.toml")
