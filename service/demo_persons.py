"""The demo's persons: some who are known well and like different things, to be on the page."""

import gzip
from collections import defaultdict
from collections.abc import Mapping
from itertools import islice
from pathlib import Path
from typing import Any

from slotwise.events import STRENGTH
from slotwise.person import PersonState
from slotwise.person_packing import unpack

NAMES = ("Lin 林", "Chen 陈", "Wu 吴", "Zhou 周", "He 何")
_LOOKED_AT = 500
_LIKES = 2


def demo_persons(states: Path, categories: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return persons of a file of states, each of whom likes another category most, with what they like."""
    with gzip.open(states, "rb") as file:
        known = sorted(
            (unpack(line) for line in islice(file, _LOOKED_AT)),
            key=lambda state: (-len(state.history), state.person_id),
        )
    found: dict[str, dict[str, Any]] = {}
    for state in known:
        likes = _likes(state, categories)
        if likes and likes[0] not in found and len(found) < len(NAMES):
            name = NAMES[len(found)]
            found[likes[0]] = {
                "id": state.person_id,
                "name": name,
                "likes": likes[:_LIKES],
                "interactions": len(state.history),
            }
    return list(found.values())


def _likes(state: PersonState, categories: Mapping[str, str]) -> list[str]:
    """Categories, the most liked first: the latest interactions by the strength of their kind."""
    strength: defaultdict[str, float] = defaultdict(float)
    for each in state.history:
        if each.product in categories:
            strength[categories[each.product]] += float(STRENGTH[each.kind])
    return [name for name, weight in sorted(strength.items(), key=lambda pair: (-pair[1], pair[0])) if weight > 0]
