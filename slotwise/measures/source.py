"""Source: how the rows of a log and their facts are read in one kind of database."""

from abc import ABC, abstractmethod
from collections.abc import Collection
from typing import Any, ClassVar, Literal

from slotwise.measures.query import Query
from slotwise.measures.spans import Span

Kind = Literal["text", "number"]
ROW = ("id", "moment", "person", "type", "product", "content", "touchpoint", "slot", "decision", "session", "scene")
"""Columns of a row under the alias `r`, whatever the log; of a placement, `type` is NULL and `id` its decision's."""
NUMBERS = ("slot", "value", "propensity", "score", "elapsed_ms")
"""Plain facts of a row that are numbers."""
TEXTS = (
    "type", "touchpoint", "scene", "session", "decision_id", "product_id", "content_id", "step", "currency", "policy",
    "service_level", "model", "version", "variant", "short",
)  # fmt: skip
ROOTS = ("context", "product", "content", "person")
"""Beginnings of the facts that have two names: `context.channel`."""


class Source(ABC):
    """One database. SQL is in the common part of DuckDB's, SQLite's and PostgreSQL's."""

    marker: ClassVar[str]
    """How it writes a named parameter."""

    @abstractmethod
    def table(self, query: Query, log: str, span: Span, types: Collection[str]) -> str:
        """Return a subquery of the rows of a log in a span, with the columns ROW and whatever `fact` reads."""

    @abstractmethod
    def fact(self, query: Query, log: str, name: str, kind: Kind) -> str:
        """Return an expression for a fact of row `r`, NULL where it is not known or of another kind."""

    @abstractmethod
    def joins(self, query: Query, log: str, names: Collection[str]) -> str:
        """Return the joins behind `r` that facts of these names need."""

    @abstractmethod
    def run(self, text: str, parameters: dict[str, Any]) -> list[tuple[Any, ...]]:
        """Return the rows of a statement."""


def is_known(name: str) -> bool:
    """Tell whether a name can be a fact of a row of a log."""
    root, dot, rest = name.partition(".")
    return (root in ROOTS and rest != "") if dot else name in NUMBERS or name in TEXTS


def kind_of(name: str) -> Kind | None:
    """Return the kind of a plain fact; None for those whose kind is the data's."""
    if name in NUMBERS or name == "product.price":
        return "number"
    return "text" if name in TEXTS else None
