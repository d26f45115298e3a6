"""Installed: before there is a revision, what the live bundle brought is in effect."""

from service.configuration.installed import installed
from service.metrics import Metrics
from service.models import Models
from service.proving import Proving
from service.stores.states import States
from slotwise.configuration import Configuration


def test_before_anything_is_live(database, tmp_path):
    """Without a model and without a revision nothing is configured."""
    models = Models(tmp_path / "shelf", "", "champion", Proving(tmp_path, 120.0), Metrics())
    found = installed(tmp_path, database, models, States(database), models.metrics)

    assert found.history.newest().configuration == Configuration()
    assert found.changing.check(lambda before: {"facts": []}).ok
