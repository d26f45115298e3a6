"""Second chance by the truth: chances of single persons agree with those of the whole campaign, and lives repeat."""

import numpy as np
import pytest

from training.simulate.campaign import CATEGORY, campaign_rates
from training.simulate.second_chance import TOUCHPOINT, approached, bought_anyway, without


def popups(world):
    """The contents of the category that the touchpoint may show."""
    catalog = world.catalog
    codes = [catalog.content_code[each] for each in world.eligible(TOUCHPOINT)]
    group = catalog.categories.index(CATEGORY)
    return [each for each in codes if catalog.product_category[catalog.content_product[each]] == group]


def test_the_ordinary_campaign_is_the_campaigns_own(world):
    """Approaching everybody without the product with each content converts what the campaign's rates say."""
    who = without(world)
    chances = [approached(world, who, np.full(len(who), each)) for each in popups(world)]

    assert np.mean(chances) == pytest.approx(campaign_rates(world).ordinary)


def test_a_chance_is_a_chance(world):
    """Every one lies between none and certain, and depends on the content."""
    who = np.arange(20)
    one, other = (approached(world, who, np.full(20, each)) for each in popups(world)[:2])

    assert ((one > 0) & (one < 1)).all() or (one >= 0).all()
    assert (one != other).any()


def test_lives_are_the_same_each_time_and_leave_the_world_alone(world):
    """The share of lives in which somebody buys is the same again, and the world's persons are not changed."""
    who, before = np.arange(30), world.truth.state.owned.copy()
    shares = bought_anyway(world, who, np.array(popups(world)), days=7, lives=3)

    assert ((shares >= 0) & (shares <= 1)).all()
    np.testing.assert_array_equal(shares, bought_anyway(world, who, np.array(popups(world)), days=7, lives=3))
    np.testing.assert_array_equal(world.truth.state.owned, before)
