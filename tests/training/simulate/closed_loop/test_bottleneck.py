"""The planted bottleneck: one world shows what was said and won, five say whether both agree."""

import pytest

from training.simulate.closed_loop.bottleneck import PlantedBottleneck

WORLD = {
    "step named": 1.0, "segment named": 1.0, "said": 8.5, "won": 8.6, "within": 1.0,
    "conversion before": 37.0, "conversion after": 45.6, "false alarm": 0.0,
}  # fmt: skip


@pytest.mark.slow
def test_a_world_shows_what_the_funnel_said(tmp_path):
    """The step is named, and some points of conversion are said and won."""
    told = []
    shown = PlantedBottleneck().show(3, 3_000, tmp_path, lambda what, done: told.append(done))

    assert set(shown) == set(WORLD)
    assert shown["step named"] == 1.0
    assert shown["said"] > 3
    assert shown["won"] > 3
    assert told == sorted(told)


def test_the_worlds_together_say_whether_it_holds():
    """Named in every world, and won what was said."""
    worlds = [WORLD, WORLD | {"won": 8.2}, WORLD | {"won": 8.7}]
    figures = {each.figure: each for each in PlantedBottleneck().figures(worlds)}

    assert figures["worlds in which the step is named"].reached
    assert figures["points brought above those said"].reached
    missed = {each.figure: each for each in PlantedBottleneck().figures([WORLD, WORLD | {"step named": 0.0}])}
    assert not missed["worlds in which the step is named"].reached
