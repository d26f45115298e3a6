"""The benchmark of the report on an experiment measures what it says."""

import json

import pytest

from bench.experiments.analysis import main


@pytest.mark.slow
def test_a_small_experiment_is_reported_on(tmp_path, capsys):
    """Without targets; the log stays where it was made, for another run, and the planted lift is found."""
    asked = ["--persons", "3000", "--folder", str(tmp_path / "log"), "--json"]
    assert [main(asked), main(asked)] == [0, 0]
    rows = {row["what"]: row for row in json.loads(capsys.readouterr().out.splitlines()[-1])}

    assert rows["report on an experiment"]["value"] > 0
    assert 0.05 < rows["memory at its highest"]["value"] < 4
    assert abs(rows["lift that is reported"]["value"] - rows["lift that was planted"]["value"]) < 15
    assert all(row["target"] is None for row in rows.values())
