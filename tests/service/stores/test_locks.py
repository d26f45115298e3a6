"""Locks: nobody folds while persons are merged, and folds do not wait for each other."""

import threading

from service.stores.locks import alone, beside, patient


def test_folds_wait_for_a_merge(database):
    """What takes the lock beside others waits until the one who took it alone has ended."""
    order: list[str] = []

    def fold() -> None:
        with database.write() as connection:
            beside(connection)
            order.append("fold")

    with database.write() as connection:
        alone(connection)
        other = threading.Thread(target=fold)
        other.start()
        other.join(0.3)
        order.append("merge")
    other.join(10)

    assert order == ["merge", "fold"]


def test_folds_go_on_beside_each_other(database):
    """In PostgreSQL two folds hold the lock at once; in SQLite there is one writer whatever the lock."""
    if database.sqlite:
        return
    with database.write() as one, database.engine.begin() as other:
        beside(one)
        beside(other)


def test_what_takes_long_may_take_long(database):
    """In PostgreSQL the limit of a statement is lifted for one transaction, and for that one only."""
    if database.sqlite:
        return
    with database.write() as connection:
        before = connection.exec_driver_sql("SHOW statement_timeout").scalar()
        patient(connection)
        assert connection.exec_driver_sql("SHOW statement_timeout").scalar() == "0"
    with database.write() as connection:
        assert connection.exec_driver_sql("SHOW statement_timeout").scalar() == before != "0"
