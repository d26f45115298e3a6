"""Slices: parts of the cases that a model must not fail on, each a name and a mask."""

import numpy as np
from numpy.typing import NDArray

from slotwise.events import STRENGTH
from training.cases import Cases

FEWEST = 20
"""Cases below which a slice says nothing."""


def slices(cases: Cases) -> dict[str, NDArray[np.bool_]]:
    """Return bool (n,) by name: touchpoints, scenes, new and old persons, new and old products."""
    found = {f"touchpoint {name}": mask for name, mask in _touchpoints(cases).items()}
    found |= {f"scene {name}": mask for name, mask in _scenes(cases).items()}
    new_person, new_product = new_persons(cases), new_products(cases)
    found |= {"new persons": new_person, "known persons": ~new_person}
    wanted = wanted_counts(cases) > 0
    found |= {"new products": new_product & wanted, "known products": ~new_product & wanted}
    return {name: mask for name, mask in found.items() if mask.sum() >= FEWEST}


def new_persons(cases: Cases) -> NDArray[np.bool_]:
    """bool (n,): persons without any interest before the case."""
    asked, touched = cases.occasions, cases.histories.touched
    liked = np.concatenate([[0], np.cumsum(STRENGTH[touched.kind] > 0)])
    new = np.ones(len(cases), bool)
    for place in np.flatnonzero(asked.person >= 0):
        past = touched.until(int(asked.person[place]), int(asked.time[place]))
        new[place] = liked[past.stop] == liked[past.start]
    return new


def new_products(cases: Cases) -> NDArray[np.bool_]:
    """bool (n,): cases that want a product of which nothing was seen before the split."""
    log, products = cases.log, len(cases.dataset.catalog.products)
    known = np.zeros(products, bool)
    past = (log.product >= 0) & (log.time < cases.since) if cases.by == "time" else log.product >= 0
    known[log.product[past]] = True
    wanted, owner = wanted_products(cases)
    return np.bincount(owner, weights=~known[wanted], minlength=len(cases)) > 0


def wanted_products(cases: Cases) -> tuple[NDArray[np.int32], NDArray[np.intp]]:
    """Return the different products that were wanted, int32, and the case of each one, in the order of the cases."""
    asked = cases.occasions
    owner = np.repeat(np.arange(len(asked)), np.diff(asked.start))
    wanted = asked.labels > 0
    products = asked.wanted if asked.slots is None else cases.dataset.catalog.contents.product[asked.wanted]
    known = wanted & (asked.wanted >= 0)
    pairs = np.unique(np.column_stack([owner[known], products[known]]), axis=0)
    return pairs[:, 1].astype(np.int32), pairs[:, 0].astype(np.intp)


def wanted_counts(cases: Cases) -> NDArray[np.int32]:
    """int32 (n,): how many different products each case wants."""
    return np.bincount(wanted_products(cases)[1], minlength=len(cases)).astype(np.int32)


def _touchpoints(cases: Cases) -> dict[str, NDArray[np.bool_]]:
    places = cases.dataset.catalog.touchpoints
    return {
        places[code].touchpoint: cases.occasions.touchpoint == code
        for code in np.unique(_known(cases.occasions.touchpoint))
    }


def _scenes(cases: Cases) -> dict[str, NDArray[np.bool_]]:
    facets = cases.dataset.facets
    column = facets.place("scene")
    if column < 0:
        return {}
    row, start = cases.occasions.facets[:, column], int(facets.offsets[column])
    named = {facets.fields[column].values[code - start]: row == code for code in np.unique(_known(row))}
    return {**named, "none": row < 0}


def _known(codes: NDArray[np.generic]) -> NDArray[np.generic]:
    return codes[codes >= 0]  # type: ignore[operator]
