"""The table is printed, from a tiny world, with real servers."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("lightgbm", reason="LightGBM comes with the extra [train]")

PROJECT = Path(__file__).resolve().parents[3]


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the benchmark as its own process."""
    command = [sys.executable, "-m", "bench.ingest", "--small", *arguments]
    return subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False)


@pytest.mark.slow
def test_events_are_visible_and_decisions_go_on() -> None:
    """Every event was known to the next decision; a run in which one was not would fail."""
    done = run("visible", "beside", "rebuild", "--json")
    rows = {row["what"]: row for row in json.loads(done.stdout)}

    assert len(rows) == 5
    assert all(row["value"] > 0 for row in rows.values())


@pytest.mark.slow
def test_every_store_takes_events() -> None:
    """A row for each, with a rate where its server is installed."""
    rows = {row["what"]: row for row in json.loads(run("ceiling", "--json").stdout)}

    assert list(rows) == ["SQLite, process", "SQLite, power", "PostgreSQL, process", "PostgreSQL, power"]
    assert all(row["value"] > 0 or "not installed" in row["detail"] for row in rows.values())


def test_an_unknown_part_is_named() -> None:
    """A typing error does not measure everything."""
    done = run("ceilling")

    assert done.returncode == 2
    assert "ceilling" in done.stderr
