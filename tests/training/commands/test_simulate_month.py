"""The command `slotwise simulate-month`: from the file of an export to the log of a month."""

import json

import typer
from typer.testing import CliRunner

from slotwise.analysis.reached import LogReached
from training.commands.simulate_month import command
from training.simulate import simulate

START_2030 = 1_893_456_000_000


def test_an_exports_persons_live_on(tmp_path):
    """Persons of the file are approached, those that are no simulated ones are counted, and the log can be read."""
    simulate(tmp_path / "data", 60, days=7, seed=3)
    (tmp_path / "given.csv").write_text(
        "person_id,made_at\np_0000001,2030-01-01T00:00:00.000Z\np_0000002,\nsomebody,x\np_9999999,\n"
    )
    arguments = [str(tmp_path / each) for each in ("data", "given.csv", "month")]
    app = typer.Typer()
    app.command()(command)
    done = CliRunner().invoke(app, [*arguments, "--days", "3", "--json"])
    told = json.loads(done.stdout)

    assert (told["approached"], told["unknown"]) == (2, 2)
    assert LogReached(tmp_path / "month").reached("exposure", START_2030, 1 << 60, None)
    assert not LogReached(tmp_path / "month").reached("exposure", 0, START_2030, None)
