"""Following: the newest revision comes to life in a worker, and what fails leaves the last good one in effect."""

import shutil

import pytest

from service.configuration.copy import Copy
from service.configuration.edits import entry_put, replaced
from service.configuration.following import Following
from service.metrics import Metrics
from service.models import Models
from service.proving import Proving
from service.stores.database import Database
from service.stores.revisions import Revision, Revisions
from slotwise.errors import StoreError

PLACE = {"touchpoint": "new.place", "slots": 2}


@pytest.fixture
def models(published, tmp_path):
    """The models of one worker on a shelf with the checkerboard."""
    data = shutil.copytree(published, tmp_path / "data")
    return Models(data / "shelf", "", "champion", Proving(data, 120.0), Metrics())


@pytest.fixture
def following(history, models, tmp_path):
    """A worker that follows the history."""
    return Following(history, models, Copy(tmp_path / "copy.json"), models.metrics)


def test_a_revision_takes_effect(following, changing, models):
    """The model that serves has the new touchpoint, what was trained is the same, and nothing is done twice."""
    following.begin()
    models.load_first()
    assert models.current.revision == 0
    changing.apply(replaced({"touchpoints": [PLACE]}), "ann", "new")

    assert following.tick()
    assert models.current.revision == 1
    assert models.current.model.catalog.touchpoint("new.place") >= 0
    assert models.current.model.counts is models.current.trained.counts
    assert not following.tick()
    changing.apply(replaced({"touchpoints": []}), "ann", "gone")
    assert following.tick()
    assert models.current.model.catalog.touchpoint("new.place") < 0


def test_it_is_in_effect_after_a_restart(following, changing, models):
    """The first model of a worker serves with the newest revision."""
    changing.apply(replaced({"touchpoints": [PLACE]}), "ann", "new")
    following.begin()
    models.load_first()

    assert models.current.revision == 1
    assert models.current.model.catalog.touchpoint("new.place") >= 0


def test_the_last_good_one_stays(following, changing, models, history):
    """A revision that this version cannot read is told, and tried again only when another one comes."""
    models.load_first()
    changing.apply(replaced({"touchpoints": [PLACE]}), "ann", "new")
    following.tick()
    history.revisions.add(
        Revision(2, 1, 1, "eve", "broken", None, {"touchpoints": "d"}), {"d": ("touchpoints", b"[3]")}
    )

    assert not following.tick()
    assert (following.refused.revision, following.refused.code) == (2, "configuration_invalid")
    assert models.current.revision == 1
    assert not following.tick()
    back = Revision(3, 2, 1, "ann", "back", 1, history.revisions.get(1).documents)
    history.revisions.add(back, {})
    assert following.tick()
    assert following.refused is None


def test_while_the_database_is_away(following, changing, models, tmp_path):
    """What was in effect last is taken from the copy, and the database is looked at again."""
    models.load_first()
    changing.apply(entry_put("touchpoints", "new.place", PLACE), "ann", "new")
    following.tick()
    away = Database(f"sqlite:///{tmp_path / 'no' / 'folder.db'}")
    fresh = Models(models.shelf, "", "champion", models.proving, Metrics())
    other = Following(following.history.__class__(Revisions(away)), fresh, following.copy, fresh.metrics)
    with pytest.raises(StoreError):
        Revisions(away).newest()
    other.begin()
    fresh.load_first()

    assert fresh.current.revision == 1
    assert not other.reachable
