"""The whole table is printed, from a tiny world, with every side really running."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("lightgbm", reason="LightGBM comes with the extra [train]")

PROJECT = Path(__file__).resolve().parents[3]


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the benchmark as its own process: it moves itself to a core of its own."""
    command = [sys.executable, "-m", "bench.speed", "--small", *arguments]
    return subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False)


@pytest.mark.slow
def test_servers_answer_from_the_ranker() -> None:
    """Floor, peer and both bundles answer; the run refuses answers of a lower level."""
    done = run("decisions", "agreement", "--json")
    rows = {row["what"]: row for row in json.loads(done.stdout)}
    assert len(rows) == 5
    assert all(row["value"] > 0 for row in rows.values())
    assert rows["same products in the top as the careful user's service"]["value"] == 1.0


@pytest.mark.slow
def test_the_engine_alone() -> None:
    """The parts without servers, as a table for people."""
    done = run("kernel", "click", "scale")
    assert done.returncode in (0, 1), done.stderr
    assert len(done.stdout.splitlines()) == 5


def test_an_unknown_part_is_named() -> None:
    """A typing error does not measure everything."""
    done = run("desisions")
    assert done.returncode == 2
    assert "desisions" in done.stderr
