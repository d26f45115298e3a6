"""The claim on weak contents: what is planted, what is counted, and how worlds are told together."""

import numpy as np
import pytest

from training.simulate.closed_loop import claims
from training.simulate.closed_loop.weak_contents import PLANTED, Truth, draw, judged
from training.simulate.run import simulate
from training.simulate.world import World


@pytest.fixture(scope="module")
def truth(tmp_path_factory):
    """The truth of a small planted world, and its first touchpoint."""
    folder = tmp_path_factory.mktemp("weak") / "log"
    simulate(folder, 60, 3, 11, weak=["c_003"])
    return Truth(World.of(folder))


def row(content, verdict, replacement):
    """A row of a review."""
    gain = {"replacement": replacement, "clicks": {"value": 1.0}}
    return {"content_id": content, "verdict": verdict, "gain": gain, "examined": 100.0}


def test_what_is_planted_is_shown_much():
    """Any of the half that is shown most, the same for the same seed."""
    shown = {f"c{number:03d}": number for number in range(200)}
    planted = draw(shown, 1)

    assert len(set(planted)) == PLANTED
    assert min(shown[name] for name in planted) >= 100
    assert planted == draw(shown, 1) != draw(shown, 2)


def test_the_truth_knows_what_was_planted(truth):
    """A planted content is clicked a twentieth as often as before."""
    assert truth.of("app.home.banner", "c_003") < 0.3 * truth.of("app.home.banner", "c_011")


def test_marks_are_held_against_the_truth(truth):
    """A content is marked once however often; a replacement is better when the truth says so."""
    rows = [row("c_003", "replace", "c_011"), row("c_017", "replace", "c_003"), row("c_011", "keep", None)]
    touchpoints = [{"touchpoint": name, "contents": rows} for name in ("app.home.banner", "app.bill.banner")]
    found = judged({"touchpoints": touchpoints, "weeks": 1.0, "exposures": 5}, {"c_003"}, truth)

    assert (found["found"], found["good ones marked"], found["replacements"]) == (1.0, 1.0, 4.0)
    assert found["better"] == 0.5


def test_nothing_marked_is_nothing_better(truth):
    """It is no division by nothing."""
    found = judged({"touchpoints": [], "weeks": 1.0, "exposures": 0}, {"c_003"}, truth)

    assert (found["found"], found["better"]) == (0.0, 0.0)


def test_worlds_are_told_together():
    """Means with intervals, each target with whether it was reached."""
    claim = claims()["weak_contents"]
    shown = [
        {"found": 38.0, "good ones marked": 1.0, "better": 1.0, "exposures": 1e6},
        {"found": 34.0, "good ones marked": 2.0, "better": 0.95, "exposures": 1e6},
    ]
    figures = {each.figure: each for each in claim.figures(shown)}

    assert (figures["found"].value, figures["found"].reached) == (36.0, True)
    assert figures["found"].low < 36.0 < figures["found"].high
    assert figures["exposures"].reached is None
    assert figures["worlds in which all three held"].value == 0.5


@pytest.mark.slow
def test_a_small_world_is_shown(tmp_path):
    """A twentieth of a week: too little to find much, and nothing is marked at random."""
    found = claims()["weak_contents"].show(201, 1_100, tmp_path, lambda what, done: None)

    assert found["good ones marked"] <= 2
    assert np.isfinite(found["found"])
