"""Operation's tables: what belongs to a person can be found by the person, and results belong to nobody."""

from service.stores.person_rows import HELD
from service.stores.tables import AUDIENCE_EXPORTS, AUDIENCE_MEMBERS, PROBE_ALARMS, RESULTS, TASKS


def test_what_is_about_a_person_is_erased_with_them():
    """Tasks and members of exports stand among the tables that an erasure goes through; the others name nobody."""
    held = {table.name for table, _ in HELD.values()}
    assert {TASKS.name, AUDIENCE_MEMBERS.name} <= held
    for table in (RESULTS, PROBE_ALARMS, AUDIENCE_EXPORTS):
        assert not any("person" in column.name for column in table.columns)


def test_results_are_told_apart_by_what_they_read():
    """One result for each kind, subject and end of what was read."""
    assert [column.name for column in RESULTS.primary_key] == ["kind", "subject", "until"]


def test_two_agents_cannot_write_the_same_task():
    """Every task counts its writes."""
    assert not TASKS.c.revision.nullable
    assert TASKS.c.revision.server_default.arg == "0"
