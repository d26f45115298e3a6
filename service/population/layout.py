"""Layout: which files a part of the population has, and what stands in them. n persons, h interactions, s exposures."""

import hashlib

import numpy as np

from slotwise.events import KINDS

FORMAT = 1
NEVER = np.iinfo(np.int64).max
"""A moment that has not come (ms UTC), such as the first purchase of somebody who bought nothing."""
NONE = np.iinfo(np.int64).min
"""No moment: nothing was ever seen of the person."""

PERSON: dict[str, tuple[str, int]] = {
    "key": ("<u8", 0),
    "revision": ("<i8", 0),
    "alive": ("|b1", 0),
    "personalize": ("|b1", 0),
    "first_at": ("<i8", 0),
    "last_at": ("<i8", 0),
    "payer_at": ("<i8", 0),
    "second_at": ("<i8", 0),
    "loyal_at": ("<i8", 0),
    "totals": ("<i8", len(KINDS) + 1),
}
"""A row a person: dtype and width. `alive` is false for who was merged into another, erased, or cannot be read; `key`
is `key_of` the id; `revision` that of the state; moments in ms UTC, `NONE` or `NEVER` where there is none: `second_at`
is the second of the conversions that decide the layer."""

HISTORY: dict[str, tuple[str, int]] = {
    "history.time": ("<i8", 0),
    "history.product": ("<i4", 0),
    "history.kind": ("|i1", 0),
    "history.value": ("<f8", 0),
}
"""A row an interaction, persons one after the other (`history.offsets` int64 (n + 1,)), old to new; `product` is a
place among the names in `products`, `kind` a code of `events.KINDS`."""

SHOWN: dict[str, tuple[str, int]] = {
    "shown.time": ("<i8", 0),
    "shown.content": ("<i4", 0),
    "shown.product": ("<i4", 0),
    "shown.dismissed": ("|b1", 0),
}
"""A row an exposure, in the same way (`shown.offsets`); `content` is a place among the names in `contents`."""

HIDDEN: dict[str, tuple[str, int]] = {"hidden.row": ("<i4", 0), "hidden.code": ("<i4", 0)}
"""A row for each thing that a person does not want to be used and that is no attribute (`tags.<tag>`): whose it is (-1:
nobody's any more), and its place among the names in `hidden`."""

MOST_ATTRIBUTES = 500
"""Names of attributes that get columns; persons may carry more, and those cannot be asked for over everybody."""


def key_of(person_id: str) -> int:
    """Return 64 bits of an id, by which its row is found."""
    return int.from_bytes(hashlib.blake2b(person_id.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")
