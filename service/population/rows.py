"""Rows: what the columns keep of a person, taken from the packed state as it lies.

A packed state holds its interactions in columns already; making an object of each of them costs several times as much.
"""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import orjson

from slotwise import person
from slotwise.errors import StateError
from slotwise.events import KINDS
from slotwise.person_packing import FORMAT, pack, unpack
from slotwise.standing import HIDDEN

_HISTORY, _SHOWN = ((), (), (), (), ()), ((), (), (), (), ())
Columns = Sequence[Sequence[Any]]


class Row(NamedTuple):
    """One person: moments in ms UTC; `history` is times, products, kinds, values, touchpoints, and `shown` times,
    contents, products, touchpoints, dismissed: five columns each."""

    totals: Sequence[int]
    first_at: int | None
    last_at: int | None
    attributes: Mapping[str, Any]
    personalize: bool
    history: Columns
    shown: Columns
    hidden: Sequence[str]
    """What is hidden and no attribute: `tags.<tag>`."""
    conversions: Sequence[int]


NOBODY = Row((0,) * (len(KINDS) + 1), None, None, {}, False, _HISTORY, _SHOWN, (), ())
"""What is kept of somebody who wants nothing personal, or who is somebody else now."""


def row_of(blob: bytes) -> Row:
    """Return what the columns keep of a packed state; raise StateError for a damaged one."""
    document = _document(blob)
    _, _, totals, first, last, attributes, personalize, history, shown, _, hidden, conversions = document
    if not personalize:
        return NOBODY
    kept = {name: value for name, value in attributes.items() if name not in hidden} if hidden else attributes
    tags = [name for name in hidden if name.startswith(HIDDEN)]
    return Row(totals, first, last, kept, True, history or _HISTORY, shown or _SHOWN, tags, conversions)


def _document(blob: bytes) -> list[Any]:
    """The parts of a packed state, with the lengths that they should have."""
    try:
        document: list[Any] = orjson.loads(blob)
        if document[0] == FORMAT and len(document) == 12 and len(document[2]) == len(KINDS) + 1:
            columns = [each for each in document[7:9] if each]
            if all(len(each) == 5 and len({*map(len, each)}) == 1 for each in columns):
                return document
    except (ValueError, TypeError, KeyError, IndexError) as error:
        raise StateError(f"the stored state cannot be read: {error}") from error
    # Another format, or a damaged one: reading it properly tells.
    found: list[Any] = orjson.loads(pack(person.readable(unpack(blob))))
    return found
