"""The exposure log of experiments: the step that makes it and the one that takes it away."""

from service.stores.migrate import downgrade, upgrade
from tests.service.stores.migrations.conftest import counts, fill


def test_the_table_comes_and_goes(bare):
    """What else is there stays as it is."""
    with bare.write() as connection:
        upgrade(connection, "0009")
        fill(connection, "x")
        assert counts(connection)["assignments"] == 1
        downgrade(connection, "0008")
        after = counts(connection)
    assert "assignments" not in after
    assert set(after.values()) == {1}
