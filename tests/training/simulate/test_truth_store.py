"""The truth beside the data set."""

import numpy as np
import pytest

from slotwise.errors import ConfigError
from training.simulate.truth_store import TruthWriter, read_truth, read_world, truth_folder


def test_truth_comes_back_as_it_was(played, tmp_path):
    """Chunks written one after the other are read as one population."""
    n = len(played.truth.persons.rate)
    writer = TruthWriter(tmp_path, 2 * n)
    for first in (0, n):
        writer.add(played.truth.persons, played.truth.state, first)
    writer.close({"seed": 1})
    persons, state = read_truth(tmp_path)

    assert np.array_equal(persons.taste[n:], played.truth.persons.taste)
    assert np.array_equal(state.wear[:n], played.truth.state.wear)
    assert read_world(tmp_path) == {"seed": 1}


def test_truth_lies_beside_never_inside(tmp_path):
    """The folder of the truth is a sibling of the data set."""
    assert truth_folder(tmp_path / "data").parent == tmp_path
    assert truth_folder(str(tmp_path / "data")).name == "data.truth"


def test_absent_truth_is_an_error_with_advice(tmp_path):
    """A data set that was not simulated has no truth, and the error says so."""
    with pytest.raises(ConfigError, match="no truth"):
        read_world(tmp_path)
