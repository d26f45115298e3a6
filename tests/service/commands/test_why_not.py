"""The command `slotwise why-not`."""

import json

import pytest
import typer
from typer.testing import CliRunner

from service.commands.why_not import why_not
from slotwise.errors import ConfigError, ShelfError


@pytest.fixture
def run(data_dir_of_test):
    """Runs `slotwise why-not ...` on a data folder with the checkerboard published."""
    app = typer.Typer()
    app.command()(why_not)

    def runs(*arguments, folder=data_dir_of_test):
        done = CliRunner().invoke(app, [*arguments, "--data-dir", str(folder)])
        if done.exception and not isinstance(done.exception, SystemExit):
            raise done.exception
        return done

    return runs


def test_reasons_for_people_and_for_programs(run):
    """In lines, or as a document."""
    question = ("p", "--touchpoint", "home", "--content", "p0.tile", "--context", "data_used_ratio=1.2")
    said = run(*question).stdout
    told = json.loads(run(*question, "--json").stdout)

    assert "p0.tile on home: blocked, in the scene over_quota" in said
    assert "kind_not_taken: it is a tile" in said
    assert 'kinds = ["' in said
    assert told["scene"] == "over_quota"


def test_facts_are_written_with_a_name(run):
    """And everything is checked as a request would be."""
    with pytest.raises(ConfigError):
        run("p", "--touchpoint", "home", "--content", "p0.tile", "--context", "app")
    with pytest.raises(ConfigError):
        run("p", "--touchpoint", "", "--content", "p0.tile")


def test_without_a_model(run, tmp_path):
    """What to do is said."""
    with pytest.raises(ShelfError):
        run("p", "--touchpoint", "home", "--content", "p0.tile", folder=tmp_path / "empty")
