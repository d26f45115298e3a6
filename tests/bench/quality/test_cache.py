"""Kept results come back as they were, and only for the same data and code."""

import shutil
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from bench.quality import cache
from bench.quality.measures import Mean
from bench.quality.peers.popular import PopularAllTime
from bench.quality.protocols import find
from bench.quality.tuning import Result


def test_a_result_is_read_back(tmp_path: Path) -> None:
    """Name, parameters, seconds and measures survive, and an older result of the same model is dropped."""
    result = Result("a", "", [{"x": 1}], 1.5, {"NDCG@10": Mean(np.array([0.25, 0.5]), np.array([0, 1]))})
    cache.write(tmp_path / "set.a.1111.json", result)
    cache.write(tmp_path / "set.a.2222.json", result)
    assert cache.read(tmp_path / "set.a.1111.json") is None
    again = cache.read(tmp_path / "set.a.2222.json")
    assert (again.name, again.chosen, again.measures["NDCG@10"].value()) == ("a", [{"x": 1}], 0.375)


def test_other_data_has_another_path(small_sets: Path, tmp_path: Path) -> None:
    """One changed row is another data set; the same bytes elsewhere are the same."""
    shutil.copytree(small_sets, tmp_path / "copy")
    protocol = find("globo_next")
    before = cache.path_of(protocol(small_sets), PopularAllTime)
    assert cache.path_of(protocol(tmp_path / "copy"), PopularAllTime) == before
    file = tmp_path / "copy" / protocol.files[0]
    pl.read_parquet(file)[1:].write_parquet(file)
    assert cache.path_of(protocol(tmp_path / "copy"), PopularAllTime) != before


def test_what_a_peer_imports_is_part_of_its_digest() -> None:
    """A change of a module that the peer uses makes a new path; our own adapter is no part of any peer."""
    names = {file.name for file in cache.sources("bench.quality.peers.personal", "bench.quality.protocols.basket")}
    assert {"personal.py", "popular.py", "ranking.py", "ndcg.py", "stream.py"} <= names
    assert not {"ours.py", "table.py"} & names


@pytest.mark.parametrize(("change", "same"), [("# why\n", True), ("X = 1\n", False)])
def test_comments_change_no_digest(change: str, same: bool, tmp_path: Path) -> None:
    """Code counts by its statements: a comment keeps a result, a statement does not."""
    file = tmp_path / "code.py"
    file.write_text('"""Says."""\nY = 2\n')
    before = cache._code(file)
    file.write_text('"""Says more."""\nY = 2\n' + change)
    assert (cache._code(file) == before) == same
