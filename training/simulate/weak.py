"""Weak contents: creatives that hardly anybody clicks, planted in a world to see whether they are found."""

from collections.abc import Collection
from dataclasses import replace

import numpy as np

from slotwise.errors import CatalogError
from training.simulate.catalog import Catalog
from training.simulate.effects import Effects

WEAK = 3.0
"""Log-odds that a weak content loses: it is clicked a twentieth as often as its like, as with a broken picture."""


def weaken(effects: Effects, catalog: Catalog, weak: Collection[str], by: float = WEAK) -> Effects:
    """Return the effects with some weak creatives; raises CatalogError for a content that is not there."""
    unknown = sorted(set(weak) - catalog.content_code.keys())
    if unknown:
        raise CatalogError(f"there is no content {unknown[0]!r} to plant", given=unknown)
    lost = np.zeros(len(effects.creative))
    lost[[catalog.content_code[content] for content in weak]] = by
    return replace(effects, creative=effects.creative - lost) if len(weak) else effects
