"""What commands about audiences have in common: the office at hand, and columns as fresh as they are asked for."""

from service.commands.audience_asked import questions_at_hand
from slotwise.person import empty
from tests.service.audiences.conftest import COUNT
from tests.service.commands.town import run

__all__ = ["run"]


def test_columns_may_be_stale_where_one_says_so(run):
    """Otherwise whoever has changed since is looked at first."""
    service = run.town.service

    def persons(stale):
        with questions_at_hand(None, stale) as (_, questions):
            return questions.persons

    assert persons(stale=False) == COUNT
    with service.database.write() as connection:
        service.states.put(connection, [empty("p_new", {"city": "SZ"})])
    assert (persons(stale=True), persons(stale=False)) == (COUNT, COUNT + 1)
