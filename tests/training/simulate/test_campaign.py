"""Second-chance marketing by the truth."""

import pytest

from training.simulate import World, simulate
from training.simulate.campaign import campaign_rates


def test_leavers_convert_several_times_better(world):
    """Even in a small population those who left midway convert far better than the others."""
    rates = campaign_rates(world)

    assert rates.persons_left > 0
    assert rates.left_midway > 2.5 * rates.ordinary


@pytest.mark.slow
def test_rates_are_those_of_the_real_campaign(tmp_path):
    """In a large population an approach converts about 0.91 % of all and 4.86 % of those who left midway."""
    simulate(tmp_path / "data", 8_000)
    rates = campaign_rates(World.of(tmp_path / "data"))

    assert rates.ordinary == pytest.approx(0.0091, rel=0.15)
    assert rates.left_midway == pytest.approx(0.0486, rel=0.15)
