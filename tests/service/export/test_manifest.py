"""The manifest: what an export remembers of itself."""

import pytest

from service.export.manifest import FILE, Manifest
from slotwise.errors import ConfigError


def test_it_comes_back_as_it_was(tmp_path):
    """Days, kinds of facts and persons are remembered."""
    manifest = Manifest({"a": "text"}, {"2024-10-04": [3, 9, 2]}, {}, {"child": "root"}, ["p"])
    manifest.write(tmp_path)

    assert Manifest.read(tmp_path) == manifest


def test_a_new_folder_has_an_empty_one(tmp_path):
    """Nothing was written from nothing."""
    assert Manifest.read(tmp_path / "new") == Manifest()


@pytest.mark.parametrize("text", ["", "[]", '{"format": 99}', '{"format": 1, "days": {}}'])
def test_a_damaged_one_is_refused(tmp_path, text):
    """Whoever has such a folder is told to take another."""
    (tmp_path / FILE).write_text(text)

    with pytest.raises(ConfigError):
        Manifest.read(tmp_path)
