"""Audiences in a decision: who is in one, who is held out of its campaign, and what is kept from them.

A person is held out by a salted hash of their id, so it is the same on every worker, in every replay and for ever.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from slotwise import chance
from slotwise.catalog import Catalog
from slotwise.conditions import Facts
from slotwise.documents.audiences import Audience

Mask = NDArray[np.bool_]


def held_out(audience: Audience, person_id: str) -> bool:
    """Tell whether a person is one of those whom an audience's campaign leaves without treatment."""
    return audience.holdout > 0 and chance.uniform(audience.chance_salt, person_id) < audience.holdout


@dataclass(frozen=True)
class Audiences:
    """All audiences of a configuration."""

    entries: Mapping[str, Audience] = field(default_factory=dict)
    _masks: dict[str, tuple[Catalog, Mask]] = field(default_factory=dict, repr=False, compare=False)
    """By audience: what its campaign is about, in the catalogue that was asked about last."""

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

    def kept_from(self, person_id: str, known: bool, facts: Facts, catalog: Catalog) -> Mask | None:
        """bool (n_contents,): what campaigns keep from a held-out person; None for nothing, as for nearly everybody.

        `known` says whether anything is known of the person: from others nothing is kept. Masks are shared: do not
        write.
        """
        found: Mask | None = None
        for audience in self._campaigns:
            if known and held_out(audience, person_id) and self._concerns(audience, facts):
                mask = self._mask(audience, catalog)
                found = mask if found is None else found | mask
        return found

    def _concerns(self, audience: Audience, facts: Facts) -> bool:
        return audience.withhold == "everybody" or audience.when.holds(facts)

    @cached_property
    def _campaigns(self) -> tuple[Audience, ...]:
        return tuple(each for each in self.entries.values() if each.holdout and (each.products or each.contents))

    def _mask(self, audience: Audience, catalog: Catalog) -> Mask:
        kept = self._masks.get(audience.audience)
        if kept is None or kept[0] is not catalog:
            kept = self._masks[audience.audience] = (catalog, contents_of(audience, catalog))
        return kept[1]


def contents_of(audience: Audience, catalog: Catalog) -> Mask:
    """bool (n_contents,): the contents that an audience's campaign is about, those of its products among them."""
    products = np.zeros(len(catalog.products), np.bool_)
    products[[place for each in audience.products if (place := catalog.products.ids.find(each)) >= 0]] = True
    found: Mask = products[catalog.contents.product]
    found[[place for each in audience.contents if (place := catalog.contents.ids.find(each)) >= 0]] = True
    return found
