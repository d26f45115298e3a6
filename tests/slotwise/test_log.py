"""The log's columns: a vocabulary that may grow but not change."""

from slotwise import log


def test_columns_are_frozen():
    """The names of the log's columns are a contract with every data set folder that was ever written."""
    assert log.EVENT_COLUMNS[:5] == ("event_id", "occurred_at", "person_id", "type", "product_id")
    assert log.DECISION_COLUMNS[:4] == ("decision_id", "decided_at", "person_id", "touchpoint")
    assert {log.PROPENSITY, log.SLOT, log.POLICY} <= set(log.DECISION_COLUMNS)


def test_columns_are_unique():
    """No table names a column twice."""
    for columns in (log.EVENT_COLUMNS, log.DECISION_COLUMNS, log.PRODUCT_COLUMNS, log.CONTENT_COLUMNS):
        assert len(set(columns)) == len(columns)
