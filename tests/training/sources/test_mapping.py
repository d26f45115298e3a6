"""A mapping is checked as a whole before any data is read."""

import pytest

from slotwise.errors import SourceError
from training.sources.mapping import read_mapping

GOOD = '[[events]]\nfiles = ["a.csv"]\nperson = "p"\ntime = "t"\ntype = {constant = "click"}\n'


def written(tmp_path, text):
    """A mapping file with the text."""
    path = tmp_path / "mapping.toml"
    path.write_text('name = "x"\n' + text)
    return path


def test_a_good_mapping_is_read(tmp_path):
    """Sections, columns and constants arrive as the file says."""
    mapping = read_mapping(written(tmp_path, GOOD))

    assert (mapping.name, mapping.events[0].person.column, mapping.events[0].type.constant) == ("x", "p", "click")


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (GOOD + "persom = 1", "events.0.persom"),
        (GOOD.replace("person", "persom"), "events.0.persom"),
        (GOOD.replace('person = "p"\n', ""), "events.0.person"),
        (GOOD + "slot = {column = 3}", "events.0.slot.column"),
        (GOOD.replace('["a.csv"]', "[]"), "events.0.files"),
    ],
)
def test_an_error_names_the_place_in_the_file(tmp_path, text, place):
    """A wrong mapping stops with the path of the offending key."""
    with pytest.raises(SourceError) as caught:
        read_mapping(written(tmp_path, text))

    assert caught.value.pointer == place
    assert caught.value.code == "import_invalid"


@pytest.mark.parametrize("text", ["", "not toml ["])
def test_a_mapping_without_a_log_or_sense_is_refused(tmp_path, text):
    """A file that is not TOML, or that maps neither events nor impressions, is no mapping."""
    with pytest.raises(SourceError):
        read_mapping(written(tmp_path, text))
