"""Naming: how entries of documents about the log are called, and which facts rows may be told apart by."""

from typing import Annotated

from pydantic import AfterValidator, StringConstraints

from slotwise.measures.source import is_known
from slotwise.measures.sums import DAY_OF

Id = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.:-]{0,127}$")]
Title = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Owner = Annotated[str, StringConstraints(min_length=1, max_length=128)]


def _is_group(name: str) -> str:
    if name != DAY_OF and not is_known(name):
        raise ValueError(f"{name!r} is not a fact of a row of the log")
    return name


Group = Annotated[str, AfterValidator(_is_group)]
"""A fact by which a figure is shown: `day`, `touchpoint`, `scene`, `person.plan_tier` ..."""
