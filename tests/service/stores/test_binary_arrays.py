"""Binary arrays: the server reads what was meant."""

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from service.stores.binary_arrays import bigs, blobs, doubles, register, smalls, texts

TEXT = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=20)
COLUMNS = {
    texts: (TEXT, "text[]"),
    blobs: (st.binary(max_size=20), "bytea[]"),
    smalls: (st.integers(-(2**15), 2**15 - 1), "smallint[]"),
    bigs: (st.integers(-(2**63), 2**63 - 1), "bigint[]"),
    doubles: (st.floats(allow_nan=False), "double precision[]"),
}


@pytest.fixture
def connection(postgres_server):
    """A connection of the driver that knows binary arrays."""
    with psycopg.connect(postgres_server) as made:
        register(made)
        yield made


@pytest.mark.parametrize("encode", COLUMNS, ids=lambda each: each.__name__)
@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_the_server_reads_what_was_meant(connection, encode, data):
    """Any values, nulls among them, none at all, as an array of the type that they are said to be."""
    element, name = COLUMNS[encode]
    values = data.draw(st.lists(st.none() | element, max_size=30))
    found, kind = connection.execute(
        "SELECT given, pg_typeof(given)::text FROM (SELECT %s AS given) AS one", [encode(values)]
    ).fetchone()

    assert (found, kind) == (values, name)


def test_whole_numbers_that_are_no_longer_whole_are_refused():
    """Rather than cut."""
    with pytest.raises(OverflowError):
        smalls([2**15])
    with pytest.raises(OverflowError):
        bigs([-(2**63) - 1])


def test_half_of_a_surrogate_pair_is_refused():
    """As by every other encoder."""
    with pytest.raises(UnicodeEncodeError):
        texts(["\ud800"])
