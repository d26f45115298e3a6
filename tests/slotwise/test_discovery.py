"""Discovery: files in a room are found by themselves."""

import sys

import pytest

from slotwise.discovery import look_also_in, members, modules
from slotwise.errors import ConfigError
from slotwise.rules import Rule

ROOM = """
from slotwise.rules import Rule


class Found(Rule):
    name = {name!r}


class Nameless(Rule):
    pass
"""


@pytest.fixture
def room(tmp_path, monkeypatch):
    """Makes a package of rules with the given file names and member names."""

    def make(package: str, **files: str) -> str:
        folder = tmp_path / package
        folder.mkdir()
        (folder / "__init__.py").write_text("")
        for file, name in files.items():
            (folder / f"{file}.py").write_text(ROOM.format(name=name))
        monkeypatch.syspath_prepend(tmp_path)
        return package

    yield make
    for name in [each for each in sys.modules if each.startswith("found_room")]:
        del sys.modules[name]


def test_a_file_is_found_by_itself(room):
    """A class with a name of its own is a member; one without, and one imported from elsewhere, is not."""
    package = room("found_room_a", one="first", two="second")

    assert set(members(package, Rule)) == {"first", "second"}
    assert [each.__name__ for each in modules(package)] == ["found_room_a.one", "found_room_a.two"]


def test_two_of_a_name_are_refused(room):
    """Nobody silently takes another's place."""
    package = room("found_room_b", one="same", two="same")

    with pytest.raises(ConfigError):
        members(package, Rule)


def test_members_are_of_the_kind_asked_for(room):
    """Only subclasses of the base are returned."""
    assert members(room("found_room_c", one="first"), str) == {}


def test_a_further_folder(room, tmp_path):
    """A file beside the room is found as if it lay in it, also after the room was looked through; once is enough."""
    package = room("found_room_d", one="first")
    assert set(members(package, Rule)) == {"first"}
    beside = tmp_path / "beside"
    beside.mkdir()
    (beside / "two.py").write_text(ROOM.format(name="second"))
    look_also_in(package, beside)
    look_also_in(package, beside)

    assert set(members(package, Rule)) == {"first", "second"}
