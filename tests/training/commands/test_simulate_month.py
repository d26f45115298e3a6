"""The command `slotwise simulate-month`: from the file of an export to the log of a month."""

import json

import typer
from typer.testing import CliRunner

from slotwise.analysis.reached import LogReached
from training.commands.simulate_month import command
from training.simulate import simulate


def test_an_exports_persons_live_on(tmp_path):
    """Persons of the file are approached, those that are no simulated ones are counted, and the log can be read."""
    simulate(tmp_path / "data", 60, days=7, seed=3)
    (tmp_path / "given.csv").write_text("person_id,audience\np_0000001,a\np_0000002,a\nsomebody,a\np_9999999,a\n")
    arguments = [str(tmp_path / each) for each in ("data", "given.csv", "month")]
    app = typer.Typer()
    app.command()(command)
    done = CliRunner().invoke(app, [*arguments, "--days", "3", "--json"])
    told = json.loads(done.stdout)

    assert (told["approached"], told["unknown"]) == (2, 2)
    assert LogReached(tmp_path / "month").reached("exposure", 0, 1 << 60, None)
