"""The passes over what is the same for all candidates: the person's activity, the time, facets and numbers."""

import numpy as np

from slotwise.events import KIND_CODE, EventType
from slotwise.features import Column, Request, Schema
from slotwise.kernels import request_numba
from slotwise.passes import Pass, Places

PERSON = (
    "person_events",
    "person_products",
    "person_tenure",
    "person_idle",
    "person_last_day",
    "person_visit_length",
    "person_repeats",
    "person_categories",
    "person_price",
    "person_conversions",
    "person_click_rate",
    "person_shown_week",
)
SCENE = ("hour_of_day", "day_of_week", "scene_known")
_KINDS = np.array([KIND_CODE[each] for each in (EventType.EXPOSURE, EventType.CLICK, EventType.CONVERT)], np.int64)


def fill_person(request: Request, places: Places, row: Column) -> None:
    """Fill the features of `PERSON`."""
    moment, products = request.moment, request.catalog.products
    request_numba.person(
        moment.times,
        moment.interests,
        products.category,
        products.log_price,
        moment.shown_times,
        moment.totals,
        _KINDS,
        moment.first_at,
        moment.now,
        places,
        row,
    )


def fill_scene(request: Request, places: Places, row: Column) -> None:
    """Fill the features of `SCENE`, those of every facet and those of every number."""
    moment, facets = request.moment, request.facets
    request_numba.scene(moment.facets, facets.offsets, moment.numbers, facets.columns("scene"), moment.now, places, row)


def passes(schema: Schema) -> list[Pass]:
    """Return the passes of this file."""
    facets = [f"facet.{each.name}" for each in schema.facets.fields]
    numbers = [f"number.{name}" for name in schema.facets.numbers]
    return [Pass(PERSON, fill_person, "request"), Pass((*SCENE, *facets, *numbers), fill_scene, "request")]
