"""The comparison that is printed."""

from pathlib import Path

import numpy as np
import pytest

from bench.quality.measures import Mean
from bench.quality.protocols import find
from bench.quality.table import compare, text
from bench.quality.tuning import Result

VALUES = np.linspace(0.1, 0.9, 40)


def _result(name: str, factor: float, reference: str = "", persons: int = 40) -> Result:
    return Result(name, reference, [{}], 1.0, {"NDCG@10": Mean(VALUES * factor, np.arange(40) % persons)})


def test_ours_is_compared_with_the_best_peer_that_is_no_reference() -> None:
    """References are printed but are nobody to beat; the ratio is ours over the best peer, paired."""
    peers = [_result("weak", 0.5), _result("strong", 0.8), _result("oracle", 1.0, "knows all")]
    found = compare(find("basket")(Path()), peers, _result("ours", 0.88))
    entry = found["metrics"]["NDCG@10"]
    assert entry["best"] == "strong"
    assert entry["ratio"] == {"value": 1.1, "low": 1.1, "high": 1.1}
    assert [row["name"] for row in entry["peers"]] == ["oracle", "strong", "weak"]
    assert "reference: oracle: knows all" in text(found)


def test_results_about_other_queries_are_refused() -> None:
    """A pair is only a pair on the same queries."""
    with pytest.raises(ValueError, match="same queries"):
        compare(find("basket")(Path()), [_result("a", 1, persons=20)], _result("ours", 1))


def test_without_ours_the_peers_stand_alone() -> None:
    """No adapter, no ratio."""
    found = compare(find("basket")(Path()), [_result("a", 1)], None)
    assert "ratio" not in found["metrics"]["NDCG@10"]
