"""A resampled log looks like its source and has as many clicks as were asked for."""

from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("pyarrow", reason="pyarrow comes with the extra [train]")

import pyarrow as pa
from pyarrow import parquet

from bench.resample import Resampler

HOUR = 3_600_000


def source(path: Path, persons: int = 200) -> Path:
    """Sessions of three clicks, two a person, each person with a device of their own."""
    random, count = np.random.default_rng(0), persons * 6
    person = np.repeat(np.arange(persons), 6)
    columns = {
        "person": person.astype(np.int32),
        "session": np.repeat(np.arange(persons * 2), 3),
        "product": random.integers(0, 50, count).astype(np.int32),
        "time_ms": np.repeat(np.arange(persons * 2) * HOUR, 3) + np.tile([0, 1000, 2000], persons * 2),
        "device": [f"d{each}" for each in person],
    }
    parquet.write_table(pa.table(columns), path)
    return path


def test_it_draws_whole_persons(tmp_path: Path) -> None:
    """Every new person has the sessions, the rhythm and the scene of one real person; products are real ones."""
    written = Resampler(source(tmp_path / "log.parquet")).write(tmp_path / "out", 6_000)
    table = parquet.read_table(tmp_path / "out")
    assert written == len(table) == 6_000
    person, session = (table[name].to_numpy() for name in ("person", "session"))
    assert len(np.unique(person)) == 1_000
    assert set(np.unique(session, return_counts=True)[1].tolist()) == {3}
    gaps = np.diff(table["time_ms"].to_numpy())[np.diff(session) == 0]
    assert set(gaps.tolist()) == {1000}
    devices = {(each, device) for each, device in zip(person.tolist(), table["device"].to_pylist(), strict=True)}
    assert len(devices) == 1_000
    assert set(table["product"].to_pylist()) <= set(range(50))


def test_some_clicks_are_replaced_and_the_seed_decides(tmp_path: Path) -> None:
    """Without swaps products are those of the donor; the same seed gives the same log."""
    path = source(tmp_path / "log.parquet")
    runs = {}
    for name, options in {"kept": {"swap": 0.0}, "swapped": {"swap": 0.5}, "again": {"swap": 0.5}}.items():
        Resampler(path, seed=3, **options).write(tmp_path / name, 1_200)
        runs[name] = parquet.read_table(tmp_path / name)
    assert runs["swapped"].equals(runs["again"])
    assert len(runs["kept"]) == len(runs["swapped"]) == 1_200
