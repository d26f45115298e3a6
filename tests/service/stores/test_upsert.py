"""Insert or replace, and insert or leave, in the words of each database."""

import pytest

from service.stores.database import Database
from service.stores.tables import UNCOPIED
from service.stores.upsert import insert_new, upsert


@pytest.mark.parametrize("url", ["sqlite:///:memory:", "postgresql+psycopg://host/db"])
def test_both_databases_have_their_words(url):
    """The conflict is about the primary key; what is not part of it is replaced."""
    database = Database(url)

    assert "ON CONFLICT (person_id) DO UPDATE SET revision = excluded.revision" in str(upsert(database, UNCOPIED))
    assert "ON CONFLICT DO NOTHING" in str(insert_new(database, UNCOPIED))
    assert upsert(database, UNCOPIED) is upsert(database, UNCOPIED)
