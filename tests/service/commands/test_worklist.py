"""The command `slotwise worklist`."""

import json

import pytest
from typer.testing import CliRunner

from service.commands.worklist import commands


@pytest.fixture
def run(data_dir_of_test):
    """Runs `slotwise worklist ...` on the folder of an installation without staircases."""

    def runs(*arguments, status=0, text=False):
        options = ["--data-dir", str(data_dir_of_test), *([] if text else ["--json"])]
        done = CliRunner().invoke(commands, [*arguments, *options])
        assert done.exit_code == status, done.output
        return done.stdout if text else json.loads(done.stdout)

    return runs


def test_an_installation_without_staircases_has_nothing_to_do(run):
    """Building and reporting say so, for programs and for people."""
    assert run("build") == {}
    assert "no staircases" in run("build", text=True)
    assert run("report") == {"staircases": [], "steps": []}
    assert "no tasks" in run("report", text=True)


@pytest.mark.parametrize(
    "arguments",
    [
        ("show", "long"),
        ("take", "long", "--agent", "lin"),
        ("result", "t_1", "sold", "--agent", "lin"),
        ("result", "t_1", "sold", "--agent", "lin", "--follow-up-at", "tomorrow"),
        ("release", "t_1", "--agent", "lin"),
    ],
)
def test_what_is_not_there_is_an_error(run, arguments):
    """Unknown staircases, tasks and moments end the command with a status of their own."""
    run(*arguments, status=1, text=True)
