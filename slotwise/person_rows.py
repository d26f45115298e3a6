"""Rows that stand as columns: a state's history as it is stored, made into tuples when somebody looks at them.

A decision reads the columns alone, and to make a hundred tuples takes longer than all it does with them.
"""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple, TypeVar, overload

Row = TypeVar("Row", bound=NamedTuple)


class Rows(Sequence[Row]):
    """Named tuples of one kind, equal to the tuple of them. Immutable as long as nobody writes into `columns`."""

    __slots__ = ("_kind", "_rows", "columns", "kept")

    def __init__(self, kind: type[Row], columns: Sequence[Sequence[Any]]):
        """One column for each field, or none at all; raises ValueError for others, and for columns of other lengths."""
        if len(columns) not in (0, len(kind._fields)) or len(set(map(len, columns))) > 1:
            raise ValueError(f"columns of {kind.__name__} have other lengths")
        self._kind = kind
        self._rows: tuple[Row, ...] | None = None
        self.columns = columns or ((),) * len(kind._fields)
        self.kept: Any = None
        """What was computed of the columns, for the next time; see `slotwise.coded`."""

    @property
    def rows(self) -> tuple[Row, ...]:
        """The rows as a tuple."""
        if self._rows is None:
            self._rows = tuple(map(self._kind._make, zip(*self.columns, strict=True)))
        return self._rows

    def __len__(self) -> int:
        return len(self.columns[0])

    @overload
    def __getitem__(self, place: int) -> Row: ...

    @overload
    def __getitem__(self, place: slice) -> tuple[Row, ...]: ...

    def __getitem__(self, place: int | slice) -> Row | tuple[Row, ...]:
        return self.rows[place]

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def __eq__(self, other: object) -> bool:
        return self.rows == (other.rows if isinstance(other, Rows) else other)

    def __hash__(self) -> int:
        return hash(self.rows)

    def __repr__(self) -> str:
        return repr(self.rows)
