"""Folders of documents: written and read again, and the seeds of a world."""

import pytest

from slotwise.configuration import Configuration, read_file, read_folder, seeded, write_folder
from slotwise.errors import ConfigurationError, UnknownWorldError


def test_what_is_written_is_read_again(tmp_path):
    """A folder holds one file a document, and gives the same configuration again."""
    configuration = Configuration.read({"audiences": [{"audience": "a", "when": "person.b == 1"}], "facts": []})
    files = write_folder(configuration, tmp_path / "new")

    assert [each.name for each in files] == ["audiences.json", "facts.json"]
    assert Configuration.load(read_folder(tmp_path / "new")) == configuration


def test_a_file_that_is_none(tmp_path):
    """What is missing, no JSON or too large is told with the file's name."""
    (tmp_path / "broken.json").write_text("[{")
    (tmp_path / "large.json").write_bytes(b" " * (9 << 20))
    for name in ("missing.json", "broken.json", "large.json"):
        with pytest.raises(ConfigurationError, match=name):
            read_file(tmp_path / name)


def test_the_seeds_of_the_demo_world():
    """The demo world's documents are read without a problem; another world is not there."""
    configuration = seeded("echannel")

    assert [each for each in configuration.problems() if not each.warning] == []
    assert len(configuration.entries["scenes"]) == 6
    with pytest.raises(UnknownWorldError):
        seeded("nowhere")
