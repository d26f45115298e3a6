"""Moves: what the aliases of a shelf were pointed at, when, by whom and why: the trail of promotions and roll-backs.

<shelf>/<name>/moves.jsonl    one move a line, only ever added to
"""

import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import NamedTuple

import orjson

from slotwise.errors import ShelfError

MOVES = "moves.jsonl"


class Said(NamedTuple):
    """Who moved an alias, and why, in their own words."""

    by: str = ""
    why: str = ""


@dataclass(frozen=True)
class Move:
    """An alias that came to name another bundle. `at` is ms UTC; `before` is the version it named before, or empty."""

    at: int
    alias: str
    version: str
    folder: str
    digest: str
    before: str = ""
    by: str = ""
    why: str = ""


def add(home: Path, move: Move) -> None:
    """Write a move behind the others; it is on the disk when this returns."""
    with (home / MOVES).open("ab") as file:
        file.write(orjson.dumps(asdict(move)) + b"\n")
        file.flush()
        os.fsync(file.fileno())


def moves(shelf: Path, name: str) -> list[Move]:
    """Return the moves of a name, the oldest first; a line that a crash cut short is left out. Raises ShelfError."""
    try:
        lines = (shelf / name / MOVES).read_bytes().splitlines()
    except FileNotFoundError:
        return []
    except OSError as error:
        raise ShelfError(f"the moves of {name} cannot be read: {error.strerror}", given=name) from error
    return list(_whole(lines))


def _whole(lines: list[bytes]) -> Iterator[Move]:
    for line in lines:
        try:
            yield Move(**orjson.loads(line))
        except (ValueError, TypeError):
            continue
