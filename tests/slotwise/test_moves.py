"""The trail of a shelf's aliases: what was written stays, and a torn line costs that line alone."""

import pytest

from slotwise import moves
from slotwise.errors import ShelfError
from slotwise.moves import Move

ONE = Move(1, "champion", "7", "7-abc", "abc", by="ann", why="beats 6")


def test_moves_come_back_in_their_order(tmp_path):
    """The oldest first, each as it was written."""
    other = Move(2, "champion", "6", "6-def", "def", before="7", why="rolled back")
    (tmp_path / "board").mkdir()
    for each in (ONE, other):
        moves.add(tmp_path / "board", each)

    assert moves.moves(tmp_path, "board") == [ONE, other]


def test_a_name_without_moves_has_none(tmp_path):
    """Shelves of before there was a trail can be read."""
    assert moves.moves(tmp_path, "board") == []


def test_a_line_that_was_cut_short_is_left_out(tmp_path):
    """A crash in the middle of a write takes nothing of what was there."""
    (tmp_path / "board").mkdir()
    moves.add(tmp_path / "board", ONE)
    with (tmp_path / "board" / moves.MOVES).open("ab") as file:
        file.write(b'{"at": 3, "ali')

    assert moves.moves(tmp_path, "board") == [ONE]


def test_what_cannot_be_read_is_told(tmp_path):
    """A folder in the place of the file is an error with a code."""
    (tmp_path / "board" / moves.MOVES).mkdir(parents=True)
    with pytest.raises(ShelfError):
        moves.moves(tmp_path, "board")
