"""Insert or replace, and insert or leave, in the words of each database."""

import pytest

from service.stores.database import Database
from service.stores.tables import IDENTITIES
from service.stores.upsert import insert_new, upsert


@pytest.mark.parametrize("url", ["sqlite:///:memory:", "postgresql+psycopg://host/db"])
def test_both_databases_have_their_words(url):
    """The conflict is about the primary key; what is not part of it is replaced."""
    database = Database(url)

    assert "ON CONFLICT (namespace, value) DO UPDATE SET person_id = excluded.person_id" in str(
        upsert(database, IDENTITIES)
    )
    assert "ON CONFLICT DO NOTHING" in str(insert_new(database, IDENTITIES))
    assert upsert(database, IDENTITIES) is upsert(database, IDENTITIES)
