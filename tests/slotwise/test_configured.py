"""A model with another configuration: other touchpoints, scenes and tags, the very same training."""

import pytest

from slotwise.configuration import Configuration

AUDIENCE = {"audience": "all", "when": "person.a == 1"}


@pytest.fixture
def configuration():
    """A configuration with a touchpoint and a scene of its own."""
    return Configuration.read(
        {
            "touchpoints": [{"touchpoint": "new.place", "slots": 2}],
            "scenes": [{"scene": "rain", "when": 'context.weather == "rain"'}],
            "tags": [
                {"tag": "t", "behaviour": "left", "window_days": 7.0, "expiry_days": 7.0, "status": "live"},
                {"tag": "later", "behaviour": "left", "window_days": 7.0, "expiry_days": 7.0},
            ],
        }
    )


def test_documents_take_the_place_of_the_bundles(checkerboard, configuration):
    """Touchpoints, scenes and live tags are the configuration's; what was trained is the very same."""
    changed = checkerboard.configured(configuration)

    assert changed.catalog.touchpoint("new.place") >= 0
    assert changed.scenes.detect({"context.weather": "rain"}) == "rain"
    assert [each.tag for each in changed.plan.tags] == ["t"]
    assert changed.counts is checkerboard.counts
    assert changed.catalog.products is checkerboard.catalog.products
    assert changed.configuration is configuration


def test_what_is_not_told_stays(checkerboard):
    """A configuration without touchpoints or scenes leaves those of the bundle."""
    changed = checkerboard.configured(Configuration.read({"audiences": [AUDIENCE]}))

    assert changed.catalog is checkerboard.catalog
    assert changed.scenes is checkerboard.scenes
    assert changed.rulebook is None
