"""Installed: an exporter of what the settings name."""

from service.configuration.history import History
from service.export.installed import exporter
from service.settings import Settings
from service.stores.database import Database
from service.stores.revisions import Revision, Revisions
from slotwise.configuration import Configuration
from training.dataset.standing import read_configuration


def test_the_catalogue_is_that_of_the_champion(data_dir_of_test, tmp_path):
    """What is served is what the export describes."""
    settings = Settings(data_dir=data_dir_of_test)
    database = Database(settings.database_url)
    database.prepare()
    found = exporter(settings, database).run(tmp_path / "export")

    assert found["name"] == "checkerboard"
    assert found["rows"]["products.parquet"] == 40
    assert found["rows"]["events"] == 0


def test_the_documents_in_effect_are_exported(data_dir_of_test, tmp_path):
    """The newest revision's, and what training reads of them."""
    settings = Settings(data_dir=data_dir_of_test)
    database = Database(settings.database_url)
    database.prepare()
    history = History(Revisions(database))
    documents = {"touchpoints": [{"touchpoint": "new.place"}]}
    configuration = Configuration.read(documents)
    history.add(configuration, Revision(1, 0, 1, "ann", "new", None, configuration.digests))
    exporter(settings, database).run(tmp_path / "export")

    assert read_configuration(tmp_path / "export").to_json() == documents
    assert "new.place" in (tmp_path / "export" / "touchpoints.json").read_text()
