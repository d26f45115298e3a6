"""Applied: one rule compiled against a catalogue."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from slotwise.catalog import Catalog
from slotwise.rulebook.columns import ContentColumns
from slotwise.rulebook.effects import Capping, Closing, Effect, Lifting, Limiting, Mask, Pinning
from slotwise.rulebook.kinds.boost import Boost
from slotwise.rulebook.kinds.diversity import Diversity
from slotwise.rulebook.kinds.guarantee import Guarantee
from slotwise.rulebook.kinds.pin import Pin
from slotwise.rulebook.written import WrittenRule
from slotwise.schedule import ALWAYS

FEW = 50
"""Contents that are made candidates because a rule wants them shown; of more the models choose."""
_HARMLESS = (Boost, Diversity, Guarantee, Pin)
"""Kinds that close nothing for good: one that cannot be compiled is left out, every other one closes everything."""


PARTS = ("closers", "quotas", "lifts", "guarantees", "caps", "pins", "limits", "nothing")
"""What a rule can be among those that apply."""


@dataclass(frozen=True, eq=False)
class Applied:
    """A rule and what it does; `effect` is None where it cannot do anything, and `fault` says why."""

    rule: WrittenRule
    effect: Effect | None
    matched: Mask
    """bool (n_contents,): what the rule is about."""
    fault: str = ""

    @property
    def id(self) -> str:
        """The rule's own name."""
        return self.rule.id

    @cached_property
    def part(self) -> str:
        """What the rule is among those that apply, one of `PARTS`."""
        match self.effect:
            case Closing(pace=pace):
                return "closers" if pace is None else "quotas"
            case Lifting(pace=pace):
                return "lifts" if pace is None else "guarantees"
            case Capping():
                return "caps"
            case Pinning():
                return "pins"
            case Limiting():
                return "limits"
        return "nothing"

    @cached_property
    def wanted(self) -> NDArray[np.intp]:
        """intp (<= FEW,): contents that the rule wants to have among the candidates."""
        effect = self.effect
        wants = isinstance(effect, Pinning) or (isinstance(effect, Lifting) and effect.strength > 0)
        found = np.flatnonzero(self.matched) if wants else np.zeros(0, np.intp)
        return found if len(found) <= FEW else found[:0]


def apply(rule: WrittenRule, columns: ContentColumns, catalog: Catalog) -> Applied:
    """Return the compiled rule. One that cannot be compiled against this catalogue fails closed."""
    try:
        matched = about(rule, columns)
        return Applied(rule, rule.does.effect(matched, catalog, rule.schedule or ALWAYS), matched)
    except Exception as error:
        everything = np.ones(len(columns), np.bool_)
        effect = None if isinstance(rule.does, _HARMLESS) else Closing(everything)
        return Applied(rule, effect, everything, f"{type(error).__name__}: {error}")


def about(rule: WrittenRule, columns: ContentColumns) -> Mask:
    """Return bool (n_contents,): the contents that both conditions of a rule are true of."""
    matched = np.ones(len(columns), np.bool_)
    for condition in (rule.products, rule.contents):
        if condition is not None:
            matched &= condition.over(columns)
    return matched
