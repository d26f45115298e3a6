"""Migration 0007: the operator's tables come and go, and everything else stays."""

from sqlalchemy import inspect

from service.stores.migrate import downgrade, upgrade

_NEW = {
    "configuration_revisions",
    "configuration_documents",
    "results",
    "probe_alarms",
    "audience_exports",
    "audience_members",
    "tasks",
}


def test_tables_come_and_go(bare):
    """Up makes them, down takes them away."""
    with bare.write() as connection:
        upgrade(connection, "0006")
        before = set(inspect(connection).get_table_names())
        upgrade(connection, "0007")
        after = set(inspect(connection).get_table_names())
        downgrade(connection, "0006")

        assert after - before >= _NEW
        assert set(inspect(connection).get_table_names()) == before
