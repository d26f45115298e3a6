"""simulate(): determinism, chunks, small and wrong populations."""

from pathlib import Path

import polars as pl
import pytest

from slotwise.errors import ConfigError
from training.simulate import run, simulate
from training.simulate.truth_store import truth_folder


def contents_of(folder):
    """The bytes of all files of a folder."""
    return {path.name: path.read_bytes() for path in Path(folder).iterdir()}


def test_same_seed_same_bytes(tmp_path):
    """Data set and truth are equal byte for byte for the same seed, and differ for another."""
    one, two, other = (tmp_path / name for name in ("one", "two", "other"))
    for folder, seed in ((one, 5), (two, 5), (other, 6)):
        simulate(folder, 60, 4, seed)

    assert contents_of(one) == contents_of(two)
    assert contents_of(truth_folder(one)) == contents_of(truth_folder(two))
    assert contents_of(one)["events.parquet"] != contents_of(other)["events.parquet"]


def test_population_of_several_chunks(tmp_path, monkeypatch):
    """A population larger than a chunk is one log with every person, reported as it grows."""
    monkeypatch.setattr(run, "CHUNK", 40)
    seen = []
    summary = simulate(tmp_path / "data", 100, 3, 5, lambda done, total: seen.append((done, total)))
    events = pl.read_parquet(tmp_path / "data" / "events.parquet")

    assert seen == [(40, 100), (80, 100), (100, 100)]
    assert events["person_id"].n_unique() == summary["rows"]["persons"] == 100
    assert events["event_id"].n_unique() == events.height
    assert events["occurred_at"].is_sorted()


def test_one_person_for_one_day(tmp_path):
    """The smallest population has a log too, even where the person never comes."""
    for seed in range(3):
        assert simulate(tmp_path / str(seed), 1, 1, seed)["rows"]["persons"] == 1


@pytest.mark.parametrize(("persons", "days"), [(0, 28), (10, 0)])
def test_nothing_to_simulate_is_an_error(tmp_path, persons, days):
    """A population or a time span below one is refused."""
    with pytest.raises(ConfigError, match="nothing to simulate"):
        simulate(tmp_path / "data", persons, days)
