"""Events of the store as columns in the codes of a model, as training makes them from the log."""

from collections.abc import Sequence

import numpy as np

from slotwise import facets
from slotwise.events import Event, kind_code
from slotwise.facets import TOUCHPOINT
from slotwise.interactions import Interactions
from slotwise.model import Model


def interactions(events: Sequence[Event], model: Model) -> Interactions:
    """Return the events in their order; persons and sessions are numbered within the batch."""
    find_product, find_content = model.catalog.products.ids.find, model.catalog.contents.ids.find
    facts = [_facts(each) for each in events]
    coded = [model.facets.encode(each) for each in facts]
    measured = [model.facets.measure(each) for each in facts]
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
        facets=np.array(coded, np.int32).reshape(len(events), len(model.facets.fields)),
        numbers=np.array(measured, np.float32).reshape(len(events), len(model.facets.numbers)),
    )


def _facts(event: Event) -> facets.Facts:
    known = facets.with_scene(facets.facts(event.context, {}), event.scene)
    return {**known, TOUCHPOINT: event.touchpoint} if event.touchpoint else known


def _numbered(names: list[str]) -> np.ndarray:
    numbers: dict[str, int] = {}
    return np.array([numbers.setdefault(each, len(numbers)) if each else -1 for each in names], np.int32)
