"""Installed: the office is put together from the settings, and nothing is opened."""

from service.audiences.installed import office, population_folder
from service.settings import Settings
from service.stores.database import Database
from service.stores.states import States


def test_nothing_is_opened(tmp_path):
    """The folder of the columns is that of the data folder, and there is none yet."""
    settings = Settings(data_dir=tmp_path, webhooks_anywhere=True)
    database = Database(settings.database_url)
    made = office(settings, database, None, States(database))

    assert population_folder(settings) == tmp_path / "population" == made.opened.folder == made.renewing.folder
    assert made.giving.webhooks.anywhere
    assert not made.opened.there
    assert not (tmp_path / "slotwise.db").exists()
