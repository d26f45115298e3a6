"""No row gets lost."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

MAPPING = (
    '[[events]]\nfiles = ["log.csv"]\nperson = "who"\nproduct = "what"\ntime = {column = "when", unit = "s"}\n'
    'type = "did"\nunique_rows = true\n[events.context]\nn = "n"\n'
)
CELLS = st.tuples(
    st.sampled_from(["a", "b", "", '"quoted, comma"', "x" * 129]),
    st.sampled_from(["p", "q", ""]),
    st.sampled_from(["1", "2", "soon", "", "-5"]),
    st.sampled_from(["click", "steal", ""]),
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.one_of(CELLS, st.just(("broken",))), max_size=12))
def test_every_row_is_accepted_or_set_aside_exactly_once(run_import, rows):
    """Whatever the input: the numbers of accepted rows and of rejects together are 1 to n, and the counts agree."""
    lines = ["a,p,1,click,0", *(",".join([*row, "0"]) if len(row) > 1 else row[0] for row in rows)]
    done = run_import(MAPPING, {"log.csv": "who,what,when,did,n\n" + "\n".join(lines) + "\n"})
    counts, rejects = done.summary["rows"]["events"], done.rows("rejects")

    assert counts["rows"] == len(lines)
    assert counts["accepted"] == len(done.rows("events"))
    assert counts["rejected"] == len(rejects) == sum(done.summary["rejects"].values())
    assert counts["accepted"] + counts["rejected"] == len(lines)
    assert len({row["row"] for row in rejects}) == len(rejects)
    assert all(1 <= row["row"] <= len(lines) for row in rejects)
