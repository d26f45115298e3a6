"""slotwise forecasts."""

import json

import pytest
import typer
from typer.testing import CliRunner

from slotwise.errors import ConfigError
from training.commands.forecasts import command
from training.off_policy.forecasts import keep

FORECAST = {"kind": "forecast", "name": "shop", "version": "4", "reward": "click", "made_at": 1}
LIFT = {"value": 0.1, "low": 0.05, "high": 0.15}


def run(*arguments: str):
    """Run the command in this process; errors come out as they are."""
    app = typer.Typer()
    app.command()(command)
    return CliRunner().invoke(app, list(arguments), catch_exceptions=False, env={"COLUMNS": "160"})


@pytest.fixture
def kept(tmp_path):
    """Two forecasts, of which one has an experiment."""
    path = tmp_path / "forecasts.jsonl"
    keep(path, {**FORECAST, "lift": LIFT})
    keep(path, {**FORECAST, "version": "5", "lift": None})
    return path


@pytest.fixture
def report(tmp_path):
    """The report of version 4's experiment."""
    relative = {"value": 0.12, "low": 0.08, "high": 0.16}
    metrics = [{"metric": "clicks", "comparisons": {"challenger": {"relative": relative}}}]
    path = tmp_path / "report.json"
    path.write_text(json.dumps({"experiment": "banner", "phase": 1, "metrics": metrics}))
    return path


def test_a_report_answers_a_forecast(kept, report):
    """The measurement is added, agrees within both errors, and is there the next time."""
    named = ("--name", "shop", "--version", "4", "--variant", "challenger", "--metric", "clicks")
    run("--report", str(report), *named, "--forecasts", str(kept))
    found = json.loads(run("--forecasts", str(kept), "--json").stdout)

    assert [each["covered"] for each in found["held_against"]] == [True]
    assert len(found["forecasts"]) == 2


def test_the_table_has_what_waits_too(kept, report):
    """Forecasts without an experiment stand below, refused ones without a lift."""
    named = ("--name", "shop", "--version", "4", "--variant", "challenger", "--metric", "clicks")
    shown = run("--report", str(report), *named, "--forecasts", str(kept)).stdout

    assert "shop 4" in shown
    assert "yes" in shown
    assert "shop 5" in shown


def test_a_measurement_needs_its_names(kept, report):
    """A report without saying of which version and variant is refused."""
    with pytest.raises(ConfigError):
        run("--report", str(report), "--forecasts", str(kept))
