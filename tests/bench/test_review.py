"""The benchmark of the review measures what it says."""

import json

import pytest

from bench.review import main


@pytest.mark.slow
def test_a_tiny_log_is_reviewed(capsys):
    """Without targets: it shows that the benchmark runs."""
    assert main(["--small", "--json"]) == 0
    rows = {row["what"]: row for row in json.loads(capsys.readouterr().out)}

    assert rows["review"]["value"] > 0
    assert 0.05 < rows["memory at its highest"]["value"] < 4
    assert all(row["target"] is None for row in rows.values())
