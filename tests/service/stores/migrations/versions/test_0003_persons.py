"""Migration 0003: what it adds, and takes away again."""

from sqlalchemy import column, insert, select, table

from service.stores.migrate import downgrade, upgrade
from service.stores.refold import refold
from service.stores.tables import BASES, MERGES, STATES
from slotwise.person_packing import pack, unpack
from tests.service.stores.migrations.conftest import fill, tables
from tests.worlds import make_state

ADDED = {"merges", "tombstones", "erasures", "link_alarms"}


def test_its_tables_come_and_go(bare):
    """They are there above it and not below, with rows in everything on the way."""
    with bare.write() as connection:
        upgrade(connection, "0003")
        assert {each.name for each in tables(connection)} >= ADDED
        fill(connection, "a")
        downgrade(connection, "0002")
        assert not {each.name for each in tables(connection)} & ADDED


def test_identities_become_merges_and_states_become_bases(bare):
    """Who had an identifier still has it, under its own name too; what was known is where the fold goes on."""
    state = pack(make_state("p_1", ["x"], 10))
    with bare.write() as connection:
        upgrade(connection, "0002")
        connection.exec_driver_sql("INSERT INTO identities VALUES ('wechat_openid', 'o88', 'p_1')")
        columns = (STATES.c.person_id, STATES.c.state)
        connection.execute(insert(table("person_states", *map(column, ("person_id", "state")))).values(("p_1", state)))
        upgrade(connection)
        stored = {row.person_id: row for row in connection.execute(select(STATES))}
        (merge,) = connection.execute(select(MERGES)).all()
        again = refold(connection, ["p_1", "wechat_openid:o88"])
        base = connection.execute(select(BASES.c.state)).scalar_one()
        downgrade(connection, "0002")
        left = connection.exec_driver_sql("SELECT namespace, value, person_id FROM identities").all()
        persons = connection.execute(select(*columns)).all()

    assert stored["wechat_openid:o88"].merged_into == "p_1"
    assert unpack(stored["wechat_openid:o88"].state).person_id == "p_1"
    assert (merge.child, merge.parent, merge.via) == ("wechat_openid:o88", "p_1", "wechat_openid:o88")
    assert again == unpack(base) == unpack(state)
    assert [tuple(row) for row in left] == [("wechat_openid", "o88", "p_1")]
    assert [(row.person_id, bytes(row.state)) for row in persons] == [("p_1", state)]
