"""Ready mappings are found by name, and all of them are valid."""

import pytest

from slotwise.errors import SourceError
from training.sources.mapping import read_mapping
from training.sources.ready import mapping_path, ready_names


@pytest.mark.parametrize("name", ready_names())
def test_every_ready_mapping_is_valid(name):
    """Each file in the folder reads without an error and is named as its file."""
    assert read_mapping(mapping_path(name)).name == name


def test_a_file_goes_before_a_name(tmp_path):
    """A path to a file is used as it is."""
    path = tmp_path / "mine.toml"
    path.touch()

    assert mapping_path(path) == path


def test_an_unknown_name_lists_the_known_ones():
    """The error says which names there are."""
    with pytest.raises(SourceError) as caught:
        mapping_path("globbo")

    assert "globo" in caught.value.expected
