"""Columns as PostgreSQL's own binary arrays.

The driver makes text of every element, which the server has to read again: a third of the time that a batch took.

Layout as in PostgreSQL's `array_recv`: dimensions, whether there may be nulls, the element's type, length, lower bound;
then of each element its length in bytes, -1 for null, and its bytes as the type's own `*_recv` reads them.
"""

from collections.abc import Iterable, Sequence
from struct import Struct
from typing import Any, NamedTuple

_HEAD, _EMPTY, _LENGTH, _DOUBLE = Struct(">iiIii"), Struct(">iiI"), Struct(">i"), Struct(">d")
_NULL = _LENGTH.pack(-1)
_length = _LENGTH.pack


class Kind(NamedTuple):
    """Type numbers of an element and of an array of them, as in `pg_type`."""

    element: int
    array: int


class Texts(bytes):
    """A text[]."""

    kind = Kind(25, 1009)


class Blobs(bytes):
    """A bytea[]."""

    kind = Kind(17, 1001)


class Smalls(bytes):
    """An int2[]."""

    kind = Kind(21, 1005)


class Bigs(bytes):
    """An int8[]."""

    kind = Kind(20, 1016)


class Doubles(bytes):
    """A float8[]."""

    kind = Kind(701, 1022)


Array = type[Texts] | type[Blobs] | type[Smalls] | type[Bigs] | type[Doubles]
ARRAYS: tuple[Array, ...] = (Texts, Blobs, Smalls, Bigs, Doubles)


def texts(values: Iterable[str | None]) -> Texts:
    """Return an array of texts; raises UnicodeEncodeError for half of a surrogate pair."""
    return Texts(_joined(Texts.kind, [None if each is None else each.encode() for each in values]))


def blobs(values: Iterable[bytes | None]) -> Blobs:
    """Return an array of bytes."""
    return Blobs(_joined(Blobs.kind, list(values)))


def smalls(values: Iterable[int | None]) -> Smalls:
    """Return an array of whole numbers of 16 bits; raises OverflowError."""
    return Smalls(_joined(Smalls.kind, _whole(values, 2)))


def bigs(values: Iterable[int | None]) -> Bigs:
    """Return an array of whole numbers of 64 bits; raises OverflowError."""
    return Bigs(_joined(Bigs.kind, _whole(values, 8)))


def doubles(values: Iterable[float | None]) -> Doubles:
    """Return an array of floating-point numbers."""
    return Doubles(_joined(Doubles.kind, [None if each is None else _DOUBLE.pack(each) for each in values]))


def register(driver: Any) -> None:
    """Teach a connection of psycopg to send these arrays as they are."""
    from psycopg.adapt import Dumper
    from psycopg.pq import Format

    class AsItIs(Dumper):
        """Sends the bytes."""

        format = Format.BINARY

        def dump(self, obj: bytes) -> bytes:
            return obj

    for array in ARRAYS:
        driver.adapters.register_dumper(array, type(array.__name__, (AsItIs,), {"oid": array.kind.array}))


def _whole(values: Iterable[int | None], size: int) -> list[bytes | None]:
    return [None if each is None else each.to_bytes(size, "big", signed=True) for each in values]


def _joined(kind: Kind, elements: Sequence[bytes | None]) -> bytes:
    if not elements:
        return _EMPTY.pack(0, 0, kind.element)
    parts = [_HEAD.pack(1, 1, kind.element, len(elements), 1)]
    for each in elements:
        if each is None:
            parts.append(_NULL)
        else:
            parts.append(_length(len(each)))
            parts.append(each)
    return b"".join(parts)
