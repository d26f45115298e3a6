"""Logged bandit data of others as columns."""

import pytest

from slotwise.errors import SourceError
from tests.data_sets import HOUR, write  # noqa: F401 - a fixture
from training.sources.logged_bandit import read


@pytest.fixture
def imported(write):  # noqa: F811
    """A data set folder of two policies, three contents, one click."""
    columns = ["decision_id", "decided_at", "person_id", "slot", "product_id", "propensity", "policy"]
    return write(
        events=(
            ["event_id", "occurred_at", "person_id", "type", "product_id", "decision_id"],
            [("e1", HOUR, "b", "click", "p2", "d2")],
        ),
        decisions=(
            columns,
            [
                ("d1", HOUR, "a", 1, "p1", 0.5, "random"),
                ("d2", HOUR, "b", 2, "p2", 0.25, "random"),
                ("d3", HOUR, "a", 1, "p3", 0.01, "learned"),
            ],
        ),
    )


def test_each_policys_log_by_its_name(imported):
    """Propensity, slot and click of every placement, each a slate of its own; contents are counted over all logs."""
    found = read(imported)

    assert set(found) == {"random", "learned"}
    logged = found["random"].logged
    assert logged.propensity.tolist() == logged.prefix.tolist() == [0.5, 0.25]
    assert logged.reward.tolist() == [0, 1]
    assert logged.slot.tolist() == [1, 2]
    assert found["learned"].contents == 3


def test_a_folder_without_propensities_is_refused(write, tmp_path):  # noqa: F811
    """Neither a log nor files that a ready mapping knows: the error says what would do."""
    with pytest.raises(SourceError):
        read(tmp_path)
    columns = ["decision_id", "decided_at", "person_id", "product_id"]
    with pytest.raises(SourceError):
        read(write(decisions=(columns, [("d1", HOUR, "a", "p1")])))


def test_the_open_bandit_files_as_they_are(data_dir):
    """Read straight from the files: 10,000 placements of each policy, uniform over 46 products."""
    found = read(data_dir / "open_bandit")

    assert {name: len(each.logged) for name, each in found.items()} == {"bts": 10_000, "random": 10_000}
    assert found["random"].logged.propensity == pytest.approx(1 / 46)
    assert found["bts"].logged.propensity.min() < 1e-5
