"""Facts: names that conditions may read although no log has told them yet, such as what a new app release sends."""

from typing import ClassVar, Literal

from pydantic import Field

from slotwise.documents import Entry


class DeclaredFact(Entry):
    """One fact of a request's context or of a person, declared before the first model knows it."""

    name: ClassVar[str] = "facts"
    key: ClassVar[str] = "fact"

    fact: str = Field(pattern=r"^(context|person)\.[^\s.].{0,127}$", max_length=136)
    """Its full name: `context.in_store`, `person.favourite_colour`."""
    type: Literal["text", "number", "yes/no", "list"]
    title: str = Field(default="", max_length=200)
