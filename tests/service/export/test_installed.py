"""Installed: an exporter of what the settings name."""

from service.export.installed import exporter, published
from service.settings import Settings
from service.stores.database import Database


def test_the_catalogue_is_that_of_the_champion(data_dir_of_test, tmp_path):
    """What is served is what the export describes."""
    settings = Settings(data_dir=data_dir_of_test)
    database = Database(settings.database_url)
    database.prepare()
    found = exporter(settings, database).run(tmp_path / "export")

    assert found["name"] == "checkerboard"
    assert found["rows"]["products.parquet"] == 40
    assert found["rows"]["events"] == 0


def test_without_a_model_there_is_no_catalogue(tmp_path):
    """The log can be exported all the same."""
    assert published(Settings(data_dir=tmp_path)) is None
