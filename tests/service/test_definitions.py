"""Documents to measure by: given, in effect, or the demo world's."""

import json

import pytest

from service.configuration.history import History
from service.definitions import definitions, in_effect, is_installed
from service.settings import Settings
from service.stores.database import Database
from service.stores.revisions import Revision, Revisions
from slotwise.configuration import Configuration, seeded
from slotwise.documents.metrics import Metric
from slotwise.documents.processes import Process
from slotwise.errors import ConfigurationError

METRIC = {
    "metric": "mine", "title": "M", "kind": "behaviour", "numerator": {"type": "click"}, "unit": "n", "owner": "o",
}  # fmt: skip


def test_nothing_installed_is_the_demo_world(tmp_path):
    """And looking makes nothing."""
    found = definitions(Settings(data_dir=tmp_path))

    assert found.of(Metric) == seeded("echannel").of(Metric)
    assert not is_installed(Settings(data_dir=tmp_path))
    assert list(tmp_path.iterdir()) == []


def test_a_folder_goes_before_everything(tmp_path):
    """What it does not say, such as processes, is the demo world's; a wrong one is refused."""
    (tmp_path / "metrics.json").write_text(json.dumps([METRIC]))
    found = definitions(Settings(data_dir=tmp_path), tmp_path)

    assert [each.id for each in found.of(Metric)] == ["mine"]
    assert found.of(Process)
    (tmp_path / "metrics.json").write_text(json.dumps([METRIC | {"numerator": {"metric": "mine"}}]))
    with pytest.raises(ConfigurationError):
        definitions(Settings(data_dir=tmp_path), tmp_path)


def test_what_is_in_effect_counts(tmp_path):
    """The newest revision of the installation."""
    settings = Settings(data_dir=tmp_path)
    database = Database(settings.database_url)
    database.prepare()
    configuration = Configuration.load({"metrics": [METRIC]})
    History(Revisions(database)).add(configuration, Revision(1, 0, 5, "lin", "first", None, configuration.digests))
    database.close()

    assert [each.id for each in in_effect(settings).of(Metric)] == ["mine"]
    assert [each.id for each in definitions(settings).of(Metric)] == ["mine"]
