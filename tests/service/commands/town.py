"""A town whose audiences are asked by commands."""

import json
from contextlib import contextmanager
from dataclasses import replace

import pytest
from typer.testing import CliRunner

from service.commands.audience import commands
from tests.service.audiences.conftest import settled


@pytest.fixture
def run(service, monkeypatch):
    """Runs a command on an installation with audiences, and gives its JSON."""
    town = settled(service, monkeypatch)

    @contextmanager
    def at_hand(data_dir):
        yield replace(service, audiences=town.office)

    # The command would wire an installation of its own, with the configuration of its own database.
    monkeypatch.setattr("service.at_hand.at_hand", at_hand)

    def run(*arguments, code=0):
        done = CliRunner().invoke(commands, [*map(str, arguments), "--json"])
        assert done.exit_code == code, done.output + repr(done.exception)
        return json.loads(done.stdout) if code == 0 else done

    run.town = town
    return run
