"""The report on an interleaved phase says whom persons prefer, and is no word on shipping."""

import pytest

from slotwise.analysis.experiments.page import page
from slotwise.analysis.experiments.reporting import report
from slotwise.analysis.opened import open_log
from tests.experiment_logs import A, B, assigned, document, documents, event, write


@pytest.fixture
def preferred(tmp_path):
    """The report on n persons who all click on a content of B's."""

    def run(n):
        import pyarrow as pa
        import pyarrow.parquet as pq

        rows = [assigned(f"p{each}", "interleaved", each) for each in range(n)]
        events = [event(row["person_id"], "click", 100 + each, decision_id=row["decision_id"], content_id="b")
                  for each, row in enumerate(rows)]  # fmt: skip
        placed = [{"decision_id": row["decision_id"], "decided_at": row["decided_at"], "person_id": row["person_id"],
                   "touchpoint": "home", "slot": slot, "content_id": side, "team": side}
                  for each, row in enumerate(rows)
                  for slot, side in enumerate((A, B) if each % 2 else (B, A), 1)]  # fmt: skip
        folder = write(tmp_path / "log", assignments=rows, events=events)
        pq.write_table(pa.Table.from_pylist(placed), folder / "decisions.parquet")
        configuration, entry = documents(document(kind="interleaving"))
        with open_log(folder) as opened:
            return report(opened, entry, configuration)

    return run


def test_a_preference_is_told(preferred):
    """All for one side: proven, in words, with the checks of both."""
    found = preferred(40)

    assert (found["verdict"]["code"], found["units"]) == ("preferred", {"interleaved": 40})
    assert "not the decision to ship" in found["verdict"]["text"]
    assert found["preference"]["preference"]["value"] == 1.0
    assert [each["check"] for each in found["health"]] == ["fair_coin", "enough_slots"]


def test_an_open_preference_keeps_going(preferred):
    """Two persons prove nothing."""
    assert preferred(2)["verdict"]["code"] == "keep_going"


def test_it_has_a_page(preferred):
    """With the shares of both."""
    shown = page(preferred(40))

    assert "persons for b" in shown
    assert "100.0 %" in shown
