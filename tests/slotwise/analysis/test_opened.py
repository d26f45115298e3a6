"""A log folder is opened once for every analysis: bounded, with its touchpoints, its facts and its end."""

import pytest

from slotwise.analysis.opened import open_log
from slotwise.errors import DatasetError


def test_the_facts_of_a_log_are_at_hand(small):
    """One row a placement; what was clicked is joined by decision."""
    with open_log(small) as opened:
        found = opened.rows(
            f"SELECT touchpoint, count(*) AS n, count(clicked_at) AS c FROM {opened.facts()} GROUP BY 1"
        )

    assert sorted((each["touchpoint"], each["n"], each["c"]) for each in found) == [("exit", 1, 0), ("home", 3, 1)]


def test_values_are_bound(small):
    """A name in a question is a value, never a part of the statement."""
    with open_log(small) as opened:
        found = opened.rows(f"SELECT count(*) AS n FROM {opened.events.source} WHERE person_id = ?", "' OR 1=1 --")

    assert found == [{"n": 0}]


def test_an_export_ends_when_it_was_made(small):
    """Unless another moment is given; a simulated or imported log is over."""
    (small / "dataset.json").write_text('{"source": "the live log", "until": 5}')
    with open_log(small) as whole, open_log(small, until=3) as cut:
        assert (whole.until, cut.until) == (5, 3)


def test_touchpoints_have_their_windows(small):
    """As touchpoints.json says, a day where it says nothing."""
    with open_log(small) as opened:
        assert opened.windows == {"home": 86_400}


def test_a_log_of_events_only_has_no_placements(small):
    """Counting them says so."""
    (small / "decisions.parquet").unlink()
    with open_log(small) as opened, pytest.raises(DatasetError) as caught:
        opened.facts()

    assert "nothing is known" in caught.value.hint


def test_another_folder_is_no_log(tmp_path):
    """The error says how to make one."""
    with pytest.raises(DatasetError), open_log(tmp_path):
        pass
