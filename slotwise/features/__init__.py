"""Features: one function, one feature, named as the feature, computed for all candidates at once.

Every feature declares its theme, because training, explanation and speed rest on it: `person` and
`scene` features are one number per request, `product` features one number per content and tick,
`match` features one number per candidate. A feature sees only what its theme may see. A function in
this room with the decorator `feature` is found by itself; a `family` makes one feature for each
attribute, facet or candidate source of an installation. What features see is not to be changed; it is not frozen,
because to make something frozen in every request takes three times as long.
"""

from slotwise.discovery import modules
from slotwise.features.declared import THEMES, Family, Feature, Schema, Theme, family, feature
from slotwise.features.seen import Column, Items, Match, Request
from slotwise.features.sets import FeatureSet, Placed

__all__ = [
    "THEMES",
    "Column",
    "Family",
    "Feature",
    "FeatureSet",
    "Items",
    "Match",
    "Placed",
    "Request",
    "Schema",
    "Theme",
    "family",
    "feature",
    "feature_set",
]


def feature_set(schema: Schema) -> FeatureSet:
    """Return all features of an installation: every function of this room and every member of its families."""
    found: list[Feature] = []
    for module in modules(__name__):
        for value in vars(module).values():
            if isinstance(value, Feature):
                found.append(value)
            elif isinstance(value, Family):
                found += value.make(schema)
    return FeatureSet(tuple(sorted(found, key=lambda each: (THEMES.index(each.theme), each.name))), schema)
