"""Growths add up: whatever is counted, the growths up to a step are what is counted over all the time up to it."""

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from slotwise.measures.growth import STEP, growth
from slotwise.measures.measure import Measure
from slotwise.measures.source import Source
from slotwise.measures.spans import Offsets, Span
from slotwise.measures.sums import Asked, Writer

ROWS = st.lists(
    st.tuples(
        st.integers(0, 2), st.integers(-5, 20),
        st.sampled_from(["s1", "s2", None]), st.sampled_from(["c1", "c2", None]),
        st.sampled_from(["d1", "d2", None]), st.sampled_from(["home", "bill", None]), st.sampled_from([1.0, 2.5, None]),
    ),
    max_size=25,
)  # fmt: skip
MEASURES = [
    Measure(), Measure(of="persons"), Measure(of="visits"), Measure(of="sum", field="value"),
    Measure(of="repeats", beyond=1), Measure(log="decisions", of="answers"),
]  # fmt: skip


class _Rows(Source):
    """Rows of a table; a step has four ms, and moments below 0 are the past."""

    marker = "${}"

    def __init__(self, until):
        self._until = until

    def table(self, query, log, span, types):
        columns = "moment AS id, 'click' AS type, NULL AS product, 1 AS slot, NULL AS scene, *"
        return f"SELECT {columns} FROM t WHERE moment < {self._until}"

    def fact(self, query, log, name, kind):
        return "CAST(CASE WHEN r.moment < 0 THEN -1 ELSE r.moment // 4 END AS INTEGER)" if name == STEP else f"r.{name}"

    def joins(self, query, log, names):
        return ""

    def run(self, text, parameters):
        return duckdb.execute(text, parameters).fetchall()


@pytest.mark.parametrize("measure", MEASURES, ids=lambda each: each.of)
@given(rows=ROWS, step=st.integers(0, 4))
@settings(max_examples=30, deadline=None)
def test_growths_add_up_to_what_is_counted(measure, rows, step):
    """Of everybody, as of every step; the past is counted for itself."""
    duckdb.execute(
        "CREATE OR REPLACE TEMP TABLE t (person INTEGER, moment BIGINT, session VARCHAR, content VARCHAR, "
        "decision VARCHAR, touchpoint VARCHAR, value DOUBLE)"
    )
    if rows:
        duckdb.executemany("INSERT INTO t VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
    whole, now = _Rows(1_000), _Rows(4 * (step + 1))
    found = {}
    for person, at, n in whole.run(*growth(whole, measure)):
        if at <= step:
            key = (person, at < 0)
            found[key] = found.get(key, 0.0) + (n or 0.0)
    assert found == pytest.approx({key: n for key, n in _counted(now, measure).items() if n or key in found})


def _counted(source, measure):
    """The same by the writer of sums, past and present apart."""
    from slotwise.measures.query import Query

    found = {}
    for past in (True, False):
        query = Query(source.marker)
        asked = Asked(measure, None, Span(0, 0), Offsets((0,), ()))
        side = _Side(source, past)
        text = Writer(side, query, asked).counted(measure)
        found |= {(row[0], past): row[1] or 0.0 for row in side.run(text, query.parameters)}
    return found


class _Side(_Rows):
    """One side of the moment 0."""

    def __init__(self, rows, past):
        self._rows, self._past = rows, past

    def table(self, query, log, span, types):
        return f"{self._rows.table(query, log, span, types)} AND (moment < 0) = {self._past}"
