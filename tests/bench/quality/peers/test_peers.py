"""Every peer keeps its interface and finds the right answer of a world where it is known."""

import importlib.util
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from bench.quality.peers import OFFERED, RANKED, all_peers
from bench.quality.protocols import find
from bench.quality.stream import play
from bench.quality.task import Task

RANKERS = sorted({peer for name in RANKED for peer in all_peers(name)}, key=lambda peer: peer.name)
# Do not tell the colours apart: they look at no history, at what comes back, or at what follows the last product only.
BLIND = {"popular, all time", "popular, recent", "bought again + popularity", "co-visits + last-hour popularity"}


def _ready(peer: type) -> Any:
    if peer.name.startswith("RecTools") and importlib.util.find_spec("rectools") is None:
        pytest.skip("RecTools is in the benchmark's own environment only")
    set_name = peer.sets[0] if peer.sets != RANKED else "globo_next"
    return peer(**peer.grid(set_name)[-1])


@pytest.mark.parametrize("peer", RANKERS, ids=lambda peer: peer.name)
def test_lists_are_well_formed_and_find_the_colour(peer: type, checkerboard: Task) -> None:
    """Lists hold products without repeats and without excluded ones; the product left out comes first or nearly."""
    model = _ready(peer)
    model.fit(checkerboard.train)
    ranked = play(model, checkerboard, 3)
    assert ranked.shape == (40, 3)
    assert ranked.dtype == np.int32
    for row, met in zip(ranked, checkerboard.queries.excluded, strict=True):
        assert len(set(row)) == 3
        assert not set(row) & set(met.tolist())
    found = (ranked == checkerboard.targets.values[:, None]).any(axis=1).mean()
    assert found > (0 if peer.name in BLIND else 0.95)


@pytest.mark.parametrize("peer", RANKERS, ids=lambda peer: peer.name)
def test_the_grid_is_small_and_stated(peer: type) -> None:
    """On every set the grid has from 1 to 30 entries, all with the same parameters."""
    for name in peer.sets:
        grid = peer.grid(name)
        assert 1 <= len(grid) <= 30
        assert len({tuple(sorted(entry)) for entry in grid}) == 1


@pytest.mark.parametrize("peer", all_peers(OFFERED[0]), ids=lambda peer: peer.name)
def test_offers_get_one_finite_score_each(peer: type, small_sets: Path) -> None:
    """A model of offers scores every asked row, for every product."""
    protocol = find("coupon")(small_sets)
    task = protocol.rounds()[0].test[0]
    scores = protocol.answer(peer(**peer.grid("coupon")[0]), task)
    assert scores.shape == (len(task.asked), len(task.products))
    assert np.isfinite(scores).all()
