"""Seed worlds are found in a checkout and in an installed package."""

import pytest

from slotwise import seeds
from slotwise.errors import UnknownWorldError


def test_a_world_of_the_checkout_is_found(project):
    """In a checkout the worlds are the folders of seeds/."""
    assert seeds.seeds_dir("echannel") == project / "seeds" / "echannel"


def test_an_installed_package_carries_its_worlds(monkeypatch, tmp_path):
    """Without pyproject.toml beside the package its own copy counts, even when a folder named seeds lies there."""
    package = tmp_path / "slotwise"
    (package / "_seeds" / "echannel").mkdir(parents=True)
    (tmp_path / "seeds" / "echannel").mkdir(parents=True)
    monkeypatch.setattr(seeds, "PACKAGE", package)

    assert seeds.seeds_dir("echannel") == package / "_seeds" / "echannel"


@pytest.mark.parametrize("world", ["atlantis", "../tests", "", "README.md"])
def test_an_unknown_world_is_refused_with_the_known_ones(world):
    """The error names the worlds that there are, and no path leads out of the folder."""
    with pytest.raises(UnknownWorldError) as caught:
        seeds.seeds_dir(world)

    assert "echannel" in caught.value.hint
    assert caught.value.given == world
