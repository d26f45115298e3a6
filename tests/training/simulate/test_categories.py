"""What the simulator knows about categories."""

from training.simulate.categories import CATEGORIES, HOUR_PULL, SCENE_PAGES, SCENE_PULL


def test_chances_are_chances():
    """Starts and finishes lie between 0 and 1 for every category."""
    assert all(0 < facts.start < 1 and 0 < facts.finish < 1 for facts in CATEGORIES.values())


def test_tables_name_only_known_categories():
    """Pulls of scenes and hours are about categories that exist."""
    named = {name for pulls in SCENE_PULL.values() for name in pulls} | set(HOUR_PULL)

    assert named <= CATEGORIES.keys()
    assert SCENE_PAGES.keys() == SCENE_PULL.keys()
