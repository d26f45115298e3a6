"""A lived month as a log folder: persons keep their past, and the propensities are those that were drawn with."""

from dataclasses import replace

import numpy as np
import pytest

from slotwise.off_policy.estimates import estimate
from slotwise.off_policy.terms import ESTIMATORS
from slotwise.policies.plackett_luce import PlackettLuce
from training.off_policy.decisions import read
from training.off_policy.replaying import replay
from training.off_policy.sampling import drawn
from training.simulate.closed_loop.served import Served
from training.simulate.closed_loop.served_log import BEHIND, write_month

pytestmark = pytest.mark.slow
HOUR = 3_600_000


@pytest.fixture(scope="module")
def month(lived, tmp_path_factory):
    """Three days under a champion that explores, as a folder, with what happened."""
    champion = replace(lived.model, policy=PlackettLuce(explore=1.0, temperature=1.0))
    served = Served.after(lived.world, champion, lived.dataset, len(lived.month.persons.persons.rate))
    tables = lived.month.play(served)
    out = tmp_path_factory.mktemp("month") / "log"
    return champion, tables, write_month(lived.month, tables, lived.folder, "plackett_luce", out)


def test_the_folder_has_the_months_decisions_and_all_events(lived, month):
    """Every placement with its propensity and policy; the events before it are there, under numbers of their own."""
    import pyarrow.parquet as pq

    _, tables, folder = month
    decisions = pq.read_table(folder / "decisions" / "day=1-month.parquet").to_pydict()
    events = [pq.read_table(each).num_rows for each in sorted((folder / "events").glob("*.parquet"))]

    assert sorted(decisions["propensity"]) == sorted(tables["placements"]["propensity"].tolist())
    assert set(decisions["policy"]) == {"plackett_luce"}
    assert all(int(each.rpartition("_")[2]) >= BEHIND for each in decisions["decision_id"])
    assert events[0] == pq.read_table(lived.folder / "events.parquet").num_rows
    assert events[1] == len(tables["events"]["at_ms"])


def test_a_log_of_real_decisions_is_replayed(month):
    """Most propensities come out again though counts were refreshed at midnight only, and estimates of the champion's
    own policy agree with what it was worth."""
    champion, _, folder = month
    decisions = drawn(read(folder), 150)
    found = replay(decisions, champion, {"itself": champion}, HOUR)
    target = found.targets["itself"]
    told = estimate(found.logged, ESTIMATORS["prefix_self_normalised"](found.logged, target))

    assert found.same > 0.6
    assert np.median(target.prefix / found.logged.prefix) == pytest.approx(1, abs=0.1)
    assert abs(told.value - found.logged.reward.sum() / found.logged.decisions) < 4 * told.standard_error + 0.01
