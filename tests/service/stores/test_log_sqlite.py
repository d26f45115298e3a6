"""The log's statements for SQLite: few texts for lists of any length."""

from service.stores import log_sqlite


def test_lists_of_any_length_share_statements():
    """Up to the largest part, one statement for every sixteen lengths."""
    seen = []

    class Driver:
        def execute(self, statement, values):
            assert statement.count("?") == len(values)
            seen.append(statement)
            return self

        def fetchall(self):
            return []

    for length in range(1_100):
        log_sqlite._within(Driver(), "SELECT 1 WHERE 1 IN", [str(number) for number in range(length)])

    assert len(set(seen)) == 512 / 16
