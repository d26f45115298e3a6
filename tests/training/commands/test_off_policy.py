"""slotwise evaluate --off-policy."""

import json
from dataclasses import replace

import pytest
import typer
from typer.testing import CliRunner

from slotwise import packing
from slotwise.errors import ConfigError, EvaluationError
from slotwise.policies.plackett_luce import PlackettLuce
from training.commands.evaluate import command


def run(*arguments: str):
    """Run the command in this process; errors come out as they are."""
    app = typer.Typer()
    app.command()(command)
    return CliRunner().invoke(app, list(arguments), catch_exceptions=False, env={"COLUMNS": "200"})


@pytest.fixture(scope="module")
def bundles(simulated, tmp_path_factory):
    """Two bundles trained on the simulated log: one as it comes, and one that draws more surely."""
    from training.dataset import load
    from training.defaults import options_for
    from training.fit import train

    dataset, place = load(simulated), tmp_path_factory.mktemp("off_policy")
    options = options_for(dataset, None, ["occasions=100", "ranker.trees=5"])
    model = train(dataset, options).model
    for name, temperature in (("one", 1.0), ("other", 0.5)):
        drawing = replace(model, policy=PlackettLuce(1.0, temperature))
        packing.save(drawing, place / name, extra={"options": options.to_json()})
    return place


@pytest.mark.slow
def test_versions_on_a_log_that_another_policy_made(simulated, bundles):
    """Every candidate by touchpoint and overall, as a document; without a champion only prefixes are known."""
    arguments = ("--off-policy", str(bundles / "one"), "--off-policy", str(bundles / "other"), "--champion", "none")
    done = json.loads(run(*arguments, "--log", str(simulated), "--decisions", "300", "--json").stdout)

    assert set(done["candidates"]) == {"one", "other"}
    assert done["decisions"] <= 300
    assert done["logged_by"] == "none"
    for each in done["candidates"].values():
        assert each["overall"]["refused"]
        assert any("effective sample" in reason for reason in each["overall"]["reasons"])


@pytest.mark.slow
def test_a_champion_that_did_not_make_the_log_is_told(simulated, bundles):
    """The propensities of the log do not come out of it, and the table says that the prefix estimates count."""
    done = run(
        "--off-policy", "uniform", "--champion", str(bundles / "one"), "--log", str(simulated), "--decisions", "200"
    )

    assert "came out again when the champion was asked" in done.stdout
    assert "not enough to know the probabilities by slot" in done.stdout
    assert done.stdout.index("came out again") < done.stdout.index("overall")
    assert "more touchpoints, all checks and estimators: --json" in done.stdout


def test_the_uniform_policy_on_open_bandit(data_dir):
    """From the random log it has a value, from Thompson sampling's the table refuses it with the effective sample."""
    done = run("--off-policy", "uniform", "--log", str(data_dir / "open_bandit"))

    assert "log of bts: refused" in done.stdout
    assert "2 of 10,000" in done.stdout
    assert "log of random: self_normalised" in done.stdout


def test_data_of_others_has_simple_policies_only(data_dir):
    """A version cannot be replayed on files that were never imported."""
    with pytest.raises(ConfigError):
        run("--off-policy", "3", "--log", str(data_dir / "open_bandit"))


def test_nothing_named():
    """Without --off-policy a data set is needed."""
    with pytest.raises(ConfigError):
        run()


@pytest.mark.slow
def test_a_candidate_is_named_once(simulated, bundles):
    """Twice the same candidate would be one row that looks like two."""
    one = str(bundles / "one")
    with pytest.raises(EvaluationError):
        run("--off-policy", one, "--off-policy", one, "--champion", "none", "--log", str(simulated))
    with pytest.raises(EvaluationError):
        run("--off-policy", "uniform", "--off-policy", one, "--champion", "none", "--log", str(simulated))
