"""Bundles: loaded once for all phases that pin them, and let go with the last of them."""

from service.variants.recipes import Recipe, Served


def phase(name, pinned):
    """A phase whose variant is a bundle."""
    recipes = {"control": Recipe(), "b": Recipe(pinned)}
    return Served(name, 1, 0, name, "person", frozenset(), "control", recipes)


def test_one_bundle_for_two_phases(service, challenger):
    """It waits, is loaded, stays while one needs it, and goes."""
    bundles = service.variants.bundles
    both = [phase("x", challenger), phase("y", challenger)]
    assert not bundles.load_next()
    bundles.look_at(both)
    assert list(bundles.waiting) == [challenger.digest]
    assert all(bundles.wait_for(each) for each in both)
    assert bundles.serving(challenger) is None
    assert bundles.load_next()
    bundles.look_at(both)
    kept = bundles.serving(challenger)
    assert kept.model.version == "2"
    assert not bundles.waiting
    bundles.look_at(both[1:])
    assert bundles.serving(challenger) is kept
    bundles.look_at([])
    assert bundles.serving(challenger) is None
    assert not bundles.try_again()
