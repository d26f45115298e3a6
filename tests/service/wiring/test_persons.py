"""Persons: one store of states for all who read and write them, with copies where a server for them is named."""

import pytest

from service.settings import Settings
from service.wiring import wire
from slotwise.errors import ConfigError


def test_everybody_reads_the_same_states(tmp_path):
    """Answers, agents and erasures know one store, so that none keeps what another has changed."""
    service = wire(Settings(data_dir=tmp_path))

    assert service.persons.states is service.desk.states is service.states


def test_namespaces_of_a_file_that_is_not_there_are_refused(tmp_path):
    """Before anything answers under names that nobody declared."""
    with pytest.raises(ConfigError):
        wire(Settings(data_dir=tmp_path, identities=tmp_path / "identities.json"))
