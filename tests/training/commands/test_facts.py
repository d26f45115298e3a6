"""The command `slotwise facts`."""

import json

import pyarrow as pa
import pyarrow.parquet as pq
import typer
from typer.testing import CliRunner

from training.commands.facts import command


def test_counts_are_told(tmp_path):
    """By touchpoint, as a document or as a table, and row by row into a file."""
    pq.write_table(pa.table({"occurred_at": [2], "person_id": ["a"], "type": ["view"]}), tmp_path / "events.parquet")
    decided = {"decision_id": ["d"], "decided_at": [1], "person_id": ["a"], "touchpoint": ["home"], "content_id": ["c"]}
    pq.write_table(pa.table(decided), tmp_path / "decisions.parquet")
    app = typer.Typer()
    app.command()(command)
    out = tmp_path / "facts.parquet"
    done = CliRunner().invoke(app, [str(tmp_path), "--out", str(out), "--json"], catch_exceptions=False)
    shown = CliRunner().invoke(app, [str(tmp_path), "--labels-until", "2026-01-01"], catch_exceptions=False)

    assert json.loads(done.stdout)["touchpoints"][0]["decided"] == 1
    assert pq.read_table(out)["decision_id"].to_pylist() == ["d"]
    assert "home" in shown.stdout
