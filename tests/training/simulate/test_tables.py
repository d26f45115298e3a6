"""A chunk's ledger as Arrow tables."""

from slotwise import log
from training.simulate.ledger import Ledger
from training.simulate.tables import Numbering, decision_table, event_table


def tables(played, ledger, numbers):
    """Both tables of a ledger."""
    parts = (ledger, played.world.catalog, played.world.surfaces, numbers)
    return event_table(*parts), decision_table(*parts)


def test_tables_have_the_logs_columns(played):
    """Columns are those of the log's vocabulary, then the facts of the request."""
    events, decisions = tables(played, played.ledger, Numbering())

    assert tuple(events.column_names[: len(log.EVENT_COLUMNS)]) == log.EVENT_COLUMNS
    assert tuple(decisions.column_names[: len(log.DECISION_COLUMNS)]) == log.DECISION_COLUMNS
    assert all(name.startswith(log.CONTEXT_PREFIX) for name in events.column_names[len(log.EVENT_COLUMNS) :])


def test_numbers_go_on_behind_a_chunk(played):
    """The second chunk's persons, decisions, sessions and events have new numbers."""
    numbers = Numbering()
    numbers.advance(played.ledger, len(played.truth.persons.rate), played.visits)
    first, _ = tables(played, played.ledger, Numbering())
    second, _ = tables(played, played.ledger, numbers)

    for name in (log.EVENT_ID, log.PERSON, log.DECISION, log.SESSION):
        taken = set(first[name].drop_null().to_pylist())
        assert not taken & set(second[name].drop_null().to_pylist())


def test_empty_chunk_is_a_table_too(played):
    """Persons who never came leave tables without rows."""
    assert [table.num_rows for table in tables(played, Ledger(), Numbering())] == [0, 0]
