"""Events of the store as columns in the codes of a model, as training makes them from the log."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from slotwise.events import Event, kind_code
from slotwise.facets import CONTEXT, SCENE, TOUCHPOINT, number_of
from slotwise.interactions import Interactions
from slotwise.model import Model


def interactions(events: Sequence[Event], model: Model) -> Interactions:
    """Return the events in their order; persons and sessions are numbered within the batch."""
    find_product, find_content = model.catalog.products.ids.find, model.catalog.contents.ids.find
    facts = _Facts(events)
    return Interactions(
        person=_numbered([each.person_id for each in events]),
        product=np.array([find_product(each.product_id or "") for each in events], np.int32),
        content=np.array([find_content(each.content_id or "") for each in events], np.int32),
        time=np.array([each.occurred_at for each in events], np.int64),
        kind=np.array([kind_code(each.type) for each in events], np.int8),
        slot=np.array([each.slot or 0 for each in events], np.int16),
        touchpoint=np.array([model.catalog.touchpoint(each.touchpoint or "") for each in events], np.int16),
        session=_numbered([each.session or "" for each in events]),
        value=np.array([each.value or 0.0 for each in events], np.float32),
        facets=_columns(
            [model.facets.encode_column(place, facts.of(each.name)) for place, each in enumerate(model.facets.fields)],
            len(events),
            np.int32,
        ),
        numbers=_columns(
            [[number_of(each) for each in facts.of(name)] for name in model.facets.numbers], len(events), np.float32
        ),
    )


class _Facts:
    """What events tell, fact by fact: a name is looked up once, not once an event."""

    def __init__(self, events: Sequence[Event]):
        self._contexts = [each.context for each in events]
        self._own = {
            SCENE: [each.scene for each in events],
            TOUCHPOINT: [each.touchpoint or None for each in events],
        }
        self._none = [None] * len(events)

    def of(self, name: str) -> Sequence[str | float | None]:
        """Return a fact of every event by its full name, None where it is missing."""
        if name.startswith(CONTEXT):
            field = name.removeprefix(CONTEXT)
            return [each.get(field) for each in self._contexts]
        return self._own.get(name, self._none)


def _columns(columns: Sequence[Sequence[float]], count: int, dtype: type[np.number[Any]]) -> NDArray[Any]:
    table = np.empty((count, len(columns)), dtype)
    for place, each in enumerate(columns):
        table[:, place] = each
    return table


def _numbered(names: list[str]) -> np.ndarray:
    numbers: dict[str, int] = {}
    return np.array([numbers.setdefault(each, len(numbers)) if each else -1 for each in names], np.int32)
