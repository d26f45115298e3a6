"""A month of a small simulated e-channel with a bottleneck in plan choosing, and commands run over it."""

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from service.commands import campaign as campaigns
from service.commands import funnel, metrics, probes
from training.simulate.bottleneck import Bottleneck
from training.simulate.clock import START_MS
from training.simulate.run import simulate

COMMANDS = {"metrics": metrics.command, "funnel": funnel.command, "probes": probes.command}


@pytest.fixture(scope="session")
def june(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The log of the month, 600 persons."""
    folder = tmp_path_factory.mktemp("june") / "log"
    simulate(folder, 600, 28, 5, bottleneck=Bottleneck.in_plan_choosing(START_MS, 28))
    return folder


def run(name, *arguments, status=0, text=False):
    """Run a command: its JSON document, or with `text` what a reader sees."""
    app = campaigns.commands
    if name in COMMANDS:
        app = typer.Typer()
        app.command()(COMMANDS[name])
    done = CliRunner().invoke(app, [*arguments, *([] if text else ["--json"])])
    assert done.exit_code == status, (done.output, done.exception)
    if status:
        return done.exception
    return done.stdout if text else json.loads(done.stdout)


@pytest.fixture(scope="session")
def kept(june, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder in which metrics and funnels of the month are kept."""
    data = tmp_path_factory.mktemp("kept")
    run("metrics", "click_through", "conversion", "sales", "--log", str(june), "--data-dir", str(data), "--write")
    run("funnel", "plan_choosing", "--log", str(june), "--data-dir", str(data), "--write")
    return data
