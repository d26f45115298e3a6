"""slotwise evaluate."""

import json

import pytest
import typer
from typer.testing import CliRunner

from slotwise import packing
from slotwise.errors import EvaluationError
from training.commands.evaluate import command

pytestmark = pytest.mark.slow


def run(*arguments: str):
    """Run the command in this process; errors come out as they are."""
    app = typer.Typer()
    app.command()(command)
    return CliRunner().invoke(app, list(arguments), catch_exceptions=False)


@pytest.fixture(scope="module")
def bundle(simulated, tmp_path_factory):
    """A bundle trained on the whole simulated log."""
    from training.dataset import load
    from training.defaults import options_for
    from training.fit import train

    dataset = load(simulated)
    options = options_for(dataset, None, ["occasions=100", "ranker.trees=5"])
    folder = tmp_path_factory.mktemp("evaluate") / "bundle"
    packing.save(train(dataset, options).model, folder, extra={"options": options.to_json()})
    return folder


def test_a_bundle_is_judged_and_reported(simulated, bundle, tmp_path):
    """Metrics beside the baselines as a document, and a page."""
    page = tmp_path / "report.html"
    done = run(str(simulated), "--bundle", str(bundle), "--seen", "--cases", "30", "--report", str(page), "--json")

    assert {"model", "popular"} <= set(json.loads(done.stdout)["metrics"])
    assert page.read_text().startswith("<!doctype html>")


def test_a_model_is_not_judged_by_what_it_has_seen(simulated, bundle):
    """Without --seen a bundle of the same log has nothing to be judged by, and the error says so."""
    with pytest.raises(EvaluationError):
        run(str(simulated), "--bundle", str(bundle))
