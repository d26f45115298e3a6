"""The hidden truth about products and places."""

import numpy as np

from training.simulate.effects import Effects


def test_truth_depends_on_the_seed_alone(bare_world):
    """The same seed draws the same truth, another seed another."""
    again, other = Effects.of(bare_world.catalog, 11), Effects.of(bare_world.catalog, 12)

    assert np.array_equal(again.appeal, bare_world.effects.appeal)
    assert not np.array_equal(other.appeal, bare_world.effects.appeal)


def test_no_scene_has_no_effect(bare_world):
    """The last row of the scene table, outside all scenes, is zero; over quota pulls data packs."""
    effects, catalog = bare_world.effects, bare_world.catalog
    scene = [row["scene"] for row in catalog.seeds.scenes].index("over_quota")
    packs = catalog.product_category == catalog.categories.index("data_pack")

    assert not effects.scene[-1].any()
    assert effects.scene[scene, packs].mean() > 1.0


def test_traits_have_unit_length(bare_world):
    """Products differ in direction only, so that a taste has the same spread for all."""
    assert np.allclose(np.linalg.norm(bare_world.effects.traits, axis=1), 1.0)
