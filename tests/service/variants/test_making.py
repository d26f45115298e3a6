"""Making: patches on top of a configuration, in their order, and the same counts underneath."""

import orjson
import pytest

from service.in_effect import InEffect
from service.variants.making import brought_up, made, with_patches
from slotwise.configuration import Configuration
from slotwise.errors import ConfigurationError

BASE = Configuration.load({"touchpoints": [{"touchpoint": "home", "slots": 5}]})


def patch(**fields):
    """A patch of home."""
    return orjson.dumps({"touchpoints": {"home": fields}})


def test_patches_are_applied_in_their_order():
    """The last one counts; what they do not name stays."""
    found = with_patches(BASE, [patch(slots=2, title="x"), patch(slots=3)])

    assert found.to_json()["touchpoints"] == [{"touchpoint": "home", "slots": 3, "title": "x"}]
    assert with_patches(BASE, []) is BASE


def test_a_patch_that_does_not_apply_is_refused():
    """With the place in the patch."""
    with pytest.raises(ConfigurationError, match="home"):
        with_patches(BASE, [patch(slots="many")])


def test_a_model_is_made_of_a_bundle_and_brought_up_with_it(service):
    """Nothing that was trained is copied."""
    base = service.models.current
    found = made(base, InEffect(4, BASE), [patch(slots=1)])
    later = brought_up(found, base)

    assert found.model.catalog.touchpoints[found.model.catalog.touchpoint("home")].slots == 1
    assert found.model.counts is base.model.counts
    assert (found.revision, later.model) == (4, found.model)
    assert later.live is not base.live
    assert later.model.product_masks(later.live) is base.model.product_masks(base.live)
