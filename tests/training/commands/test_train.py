"""slotwise train, from a folder to a registered version."""

import json

import pytest
import typer
from typer.testing import CliRunner

from slotwise.errors import ConfigError
from training.commands.train import command
from training.sources.importing import import_dataset

pytestmark = pytest.mark.slow
SMALL = ["--set", "occasions=150", "--set", "ranker.trees=10", "--cases", "60"]


MAPPING = """
name = "shop"
[[events]]
files = ["log.csv"]
person = "who"
product = "what"
type = { constant = "view" }
time = { column = "when", unit = "iso" }
"""


@pytest.fixture
def shop(tmp_path):
    """A data set folder of three events."""
    (tmp_path / "shop.toml").write_text(MAPPING)
    (tmp_path / "log.csv").write_text("who,what,when\na,p,2026-01-01\na,q,2026-01-02\nb,p,2026-01-03\n")
    import_dataset(tmp_path / "shop.toml", tmp_path, tmp_path / "shop")
    return tmp_path / "shop"


def run(*arguments: str):
    """Run the command in this process; errors come out as they are."""
    app = typer.Typer()
    app.command()(command)
    return CliRunner().invoke(app, list(arguments), catch_exceptions=False)


def test_a_folder_becomes_a_version(simulated, registry):
    """With --json the answer is one document with version, run and judgement."""
    done = run(str(simulated), "--tracking", registry, "--json", *SMALL)

    document = json.loads(done.stdout)
    assert done.exit_code == 0
    assert (document["name"], document["version"]) == ("echannel", "1")
    assert document["evaluation"]["learned"]["labelled_by"] == "impressions"
    assert {"model", "popular", "random"} <= set(document["evaluation"]["metrics"])


def test_people_see_a_table_and_what_to_do_next(simulated, registry, tmp_path):
    """Everybody's metrics with intervals, then the command that serves the version."""
    options = tmp_path / "options.toml"
    options.write_text("seed = 5\n")
    done = run(str(simulated), "--tracking", registry, "--name", "mine", "--config", str(options), *SMALL)

    assert "popular" in done.stdout
    assert "(" in done.stdout
    assert "slotwise promote mine" in done.stderr


def test_too_little_to_learn_from_is_told(shop, registry):
    """A log of a few events gives a version without a ranker, judged on next to nobody: both are said."""
    done = run(str(shop), "--tracking", registry)

    assert "No ranker was learned" in done.stderr
    assert "judged on occasions of" in done.stderr
    assert "Warning" not in done.stderr


def test_nothing_held_out(simulated, registry):
    """Without evaluation the version is registered all the same, and the table shows the time spent."""
    done = run(str(simulated), "--tracking", registry, "--no-evaluation", *SMALL)

    assert "not judged" in done.stdout
    assert "second fit" in done.stdout


def test_a_wrong_option_is_refused_before_anything_is_trained(simulated, registry):
    """An unknown option says which there are."""
    with pytest.raises(ConfigError):
        run(str(simulated), "--tracking", registry, "--set", "ranker.depth=3")
