"""What every source brings."""

import numpy as np
import pytest

from slotwise.decision import Decision, Placement, ServiceLevel, Slate
from training.funnel import Funnel


def decision(ranks: dict[str, list[float]], placed: list[int]) -> Decision:
    """A decision over contents 0 to 3, each its own product; NaN where a source did not bring one."""
    placements = tuple(Placement(slot, each, each, 0.0, 1.0, 1.0) for slot, each in enumerate(placed, start=1))
    slate = Slate(
        touchpoint="home",
        level=ServiceLevel.RANKER,
        placements=placements,
        considered=np.arange(4, dtype=np.int32),
        scores=np.zeros(4),
        dropped={},
        ranks={name: np.array(rank, np.float32) for name, rank in ranks.items()},
    )
    return Decision(None, (slate,), {})


def test_by_hand():
    """Of two wanted products `a` finds both, one of them alone; `b` finds one; each share is of its own whole."""
    none = float("nan")
    funnel = Funnel()
    funnel.add(
        decision({"a": [1, 2, 3, none], "b": [none, 1, none, 2]}, placed=[1, 3]),
        np.array([0, 1], np.int32),
        np.arange(4, dtype=np.int32),
    )

    a, b = funnel.to_json()
    assert (a["source"], a["brought"], a["found"], a["found_alone"], a["placed"]) == ("a", 3, 1.0, 0.5, 0.5)
    assert (b["source"], b["brought"], b["found"], b["found_alone"], b["placed"]) == ("b", 2, 0.5, 0.0, 1.0)


def test_contents_of_one_product_count_once():
    """A source that brings a product in two contents brought one product."""
    funnel = Funnel()
    funnel.add(decision({"a": [1, 1, 2, 2]}, []), np.array([0], np.int32), np.array([0, 0, 1, 1], np.int32))

    (row,) = funnel.to_json()
    assert row["brought"] == 2
    assert row["found"] == 1


def test_nothing_counted_is_no_error():
    """Without decisions there are no rows; without wanted products shares are 0."""
    assert Funnel().to_json() == []
    funnel = Funnel()
    funnel.add(decision({"a": [1, 2, 3, 4]}, []), np.zeros(0, np.int32), np.arange(4, dtype=np.int32))
    assert funnel.to_json()[0]["found"] == pytest.approx(0)
