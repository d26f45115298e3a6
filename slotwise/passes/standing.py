"""The pass over the tags that the person holds: how many of them are about each candidate."""

import numpy as np

from slotwise.features import Column, Match, Schema
from slotwise.features.standing import ABOUT
from slotwise.kernels import about_numba
from slotwise.passes import Pass, Places

_BEHAVIOURS = tuple(ABOUT.values())


def fill(match: Match, places: Places, block: Column) -> None:
    """Fill the features of `ABOUT`."""
    standing = match.moment.standing
    held = None if standing is None else standing.bits(_BEHAVIOURS)
    if held is None:
        block[places[places >= 0]] = np.nan if standing is None else 0.0
    else:
        about_numba.about(match.products, *held, places, block)


def passes(schema: Schema) -> list[Pass]:
    """Return the pass of this file."""
    return [Pass(tuple(ABOUT), fill)]
