"""The training benchmark trains a data set folder beside its bare fits and says both."""

import json

import pytest

pytest.importorskip("implicit", reason="implicit comes with the extra [train]")

from bench.training import main
from training.simulate.run import simulate


@pytest.mark.slow
def test_a_folder_is_compared(tmp_path, capsys) -> None:
    """Every generator and the ranker has its bare fit, and the whole is told with its parts."""
    simulate(tmp_path / "world", 60, 7, 7)
    main([str(tmp_path / "world"), "--json"])
    (row,) = json.loads(capsys.readouterr().out)
    assert row["value"] > 0
    assert all(name in row["detail"] for name in ("bare als", "bare lightgbm", "bare item_neighbors", "bare content"))
    assert "peak" in row["detail"]
