"""Policies to compare with: they fill what is asked, with what fits, without repeats."""

import numpy as np
import pytest

from training.simulate.closed_loop.plain_policies import BY_SCENE, Popular, Random, RuleBased


@pytest.mark.parametrize("kind", [Random, RuleBased])
def test_places_hold_contents_of_their_kinds_without_repeats(lived, kind):
    """Every content shown is one that its touchpoint takes, and no page shows one twice."""
    placed = lived.month.play(kind(lived.world))["placements"]
    catalog = lived.world.catalog
    assert catalog.in_pool[catalog.pool_of[placed["touchpoint"]], placed["content"]].all()
    pairs = np.stack([placed["page"], placed["content"]])
    assert len(np.unique(pairs, axis=1).T) == len(placed["page"])


def test_rules_name_a_category_for_every_scene(lived):
    """Each scene of the world has a rule, and its pages show the category that the rule names first."""
    world = lived.world
    assert set(BY_SCENE) == {str(row["scene"]) for row in world.catalog.seeds.scenes}
    tables = lived.month.play(RuleBased(world))
    placed, pages = tables["placements"], tables["pages"]
    names = [str(row["scene"]) for row in world.catalog.seeds.scenes]
    first = np.unique(placed["page"], return_index=True)[1]
    for place in first.tolist():
        scene = int(pages["scene"][placed["page"][place]])
        if scene < len(names):
            category = world.catalog.product_category[world.catalog.content_product[placed["content"][place]]]
            open_ = world.catalog.in_pool[world.catalog.pool_of[placed["touchpoint"][place]]]
            wanted = world.catalog.categories.index(BY_SCENE[names[scene]])
            offered = world.catalog.product_category[world.catalog.content_product[np.flatnonzero(open_)]]
            assert category == wanted or wanted not in offered


def test_the_most_clicked_content_comes_first(lived):
    """A content that was clicked whenever it was shown is on every page that takes it."""
    world = lived.world
    clicks = np.zeros(len(world.catalog.content_ids), np.int64)
    favourite = world.catalog.content_code[world.catalog.seeds.touchpoints[0].fallback[0]]
    clicks[favourite] = 1_000
    placed = lived.month.play(Popular(world, clicks, np.maximum(clicks, 10)))["placements"]
    takes = world.catalog.in_pool[world.catalog.pool_of[placed["touchpoint"]], favourite]
    pages = np.unique(placed["page"][takes])
    assert np.isin(pages, placed["page"][placed["content"] == favourite]).all()
