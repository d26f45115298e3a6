"""The command says what is missing and runs what is there."""

import json
from pathlib import Path

import pytest

from bench.quality import __main__ as command
from bench.quality import cache
from bench.quality.peers.popular import PopularAllTime
from bench.quality.protocols import find
from bench.quality.tuning import run


def test_missing_data_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Without the files the set is left out with the path that is missing, and the status is 2."""
    assert command.main(["--set", "basket", "--data", str(tmp_path), "--no-ours", "--peers", "cached"]) == 2
    assert "transactions_sample.parquet is missing" in capsys.readouterr().err


def test_kept_results_are_printed(
    small_sets: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """With kept results no peer runs, and the figures are printed and written."""
    monkeypatch.setattr(cache, "FOLDER", tmp_path)
    protocol = find("basket")(small_sets)
    cache.write(cache.path_of(protocol, PopularAllTime), run(protocol, PopularAllTime))
    out = tmp_path / "out.json"
    arguments = ["--set", "basket", "--data", str(small_sets), "--no-ours", "--peers", "cached", "--json", str(out)]
    assert command.main(arguments) == 0
    assert "popular, all time" in capsys.readouterr().out
    assert json.loads(out.read_text())[0]["metrics"]["Recall@10"]["peers"][0]["name"] == "popular, all time"
