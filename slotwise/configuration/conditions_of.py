"""The conditions of an entry, wherever in it they stand, each with what its field may read."""

from collections.abc import Iterator
from functools import cache
from typing import Annotated, Any, get_args, get_origin

from pydantic import BaseModel

from slotwise.conditions import Condition, Reads
from slotwise.documents import pointer


def conditions(entry: BaseModel) -> Iterator[tuple[str, Condition, Reads | None]]:
    """Yield every condition of an entry with its pointer and what its field may read."""
    yield from _beneath(entry, "", None)


def _beneath(value: Any, at: str, reads: Reads | None) -> Iterator[tuple[str, Condition, Reads | None]]:
    if isinstance(value, Condition):
        yield at, value, reads
    elif isinstance(value, BaseModel):
        marks = _marks(type(value))
        for name in type(value).model_fields:
            yield from _beneath(getattr(value, name), at + pointer(name), marks[name])
    elif isinstance(value, list | tuple):
        for place, each in enumerate(value):
            yield from _beneath(each, at + pointer(place), reads)
    elif isinstance(value, dict):
        for key, each in value.items():
            yield from _beneath(each, at + pointer(str(key)), reads)


@cache
def _marks(shape: type[BaseModel]) -> dict[str, Reads | None]:
    return {
        name: next((each for each in field.metadata if isinstance(each, Reads)), None) or _mark(field.annotation)
        for name, field in shape.model_fields.items()
    }


def _mark(annotation: Any) -> Reads | None:
    if get_origin(annotation) is Annotated:
        found = next((each for each in annotation.__metadata__ if isinstance(each, Reads)), None)
        if found is not None:
            return found
    return next((mark for each in get_args(annotation) if (mark := _mark(each)) is not None), None)
