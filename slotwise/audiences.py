"""Audiences in a decision: who is in one, and who is held out of its campaign.

A person is held out by a salted hash of their id, so it is the same on every worker, in every replay and for ever.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from slotwise import chance
from slotwise.catalog import Catalog
from slotwise.conditions import Facts
from slotwise.documents.audiences import CALLS, Audience
from slotwise.rulebook.columns import ContentColumns

Mask = NDArray[np.bool_]
_KEPT = 4_096
"""Draws that are kept: who goes through an app comes again and again."""
IN, OUT = (f"{each}(" for each in CALLS)
"""How the keys of the calls begin that ask whether a person is in an audience, and whether they are held out."""


def argument(key: str) -> str:
    """Return the audience that the key of such a call asks about."""
    return key.partition("(")[2].removesuffix(")")


def held_out(audience: Audience, person_id: str) -> bool:
    """Tell whether a person is one of those whom an audience's campaign leaves without treatment."""
    if not audience.holdout or not person_id:
        return False
    return _drawn(audience.chance_salt, person_id) < audience.holdout


@lru_cache(_KEPT)
def _drawn(salt: str, person_id: str) -> float:
    """The number that a person drew once and for all."""
    return chance.uniform(salt, person_id)


@dataclass(frozen=True)
class Audiences:
    """All audiences of a configuration."""

    entries: Mapping[str, Audience] = field(default_factory=dict)

    @classmethod
    def of(cls, entries: Iterable[Audience]) -> "Audiences":
        """Return these audiences; none of them depends on itself, as the check of the configuration sees to."""
        return cls({each.audience: each for each in entries})

    def has(self, name: str, person_id: str, facts: Facts) -> bool | None:
        """Tell whether a person of these facts is in an audience and not held out; None for an audience unknown.

        `facts` answer calls for other audiences themselves.
        """
        audience = self.entries.get(name)
        if audience is None:
            return None
        return not held_out(audience, person_id) and audience.when.holds(facts)

    def leaves_out(self, name: str, person_id: str, known: bool, facts: Facts) -> bool | None:
        """Tell whether a campaign is kept from a person of these facts; None for an audience unknown.

        `known` says whether the person was ever seen: from others nothing is kept.
        """
        audience = self.entries.get(name)
        if audience is None:
            return None
        if not known or not held_out(audience, person_id):
            return False
        return audience.withhold == "everybody" or audience.when.holds(facts)


def contents_of(audience: Audience, catalog: Catalog) -> Mask:
    """bool (n_contents,): the contents that an audience's campaign is about, those of its products among them."""
    products = np.zeros(len(catalog.products), np.bool_)
    products[[place for each in audience.products if (place := catalog.products.ids.find(each)) >= 0]] = True
    found: Mask = products[catalog.contents.product]
    found[[place for each in audience.contents if (place := catalog.contents.ids.find(each)) >= 0]] = True
    return found


def goal_products(audience: Audience, catalog: Catalog) -> tuple[str, ...] | None:
    """Return the products whose events count as success of an audience's campaign; None for all."""
    if audience.goal.products is not None:
        contents = audience.goal.products.over(ContentColumns(catalog))
    elif audience.products or audience.contents:
        contents = contents_of(audience, catalog)
    else:
        return None
    return tuple(catalog.products.ids[place] for place in np.unique(catalog.contents.product[contents]).tolist())
