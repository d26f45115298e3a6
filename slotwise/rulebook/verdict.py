"""Verdict: what the rulebook says of one touchpoint in one request."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from slotwise.policies import Policy
from slotwise.rulebook.effects import Lifting, Limiting, Mask, Pinning

NOTHING = np.zeros(0, np.intp)


@dataclass(frozen=True)
class Verdict:
    """Masks are bool (n_contents,) or None for nothing; all arrays are shared: do not write."""

    shut: str = ""
    """Why the touchpoint shows nothing at all; empty when it is open."""
    closed: Mask | None = None
    """What may not be shown, whoever asks; what frequency caps close besides is a person's own."""
    closed_for_good: Mask | None = None
    """What of it the touchpoint's own safety list may not show either when nothing else is left."""
    aside: tuple[str, ...] = ()
    """Ids of the rules that such a safety list need not keep."""
    boost: NDArray[np.float32] | None = None
    """float32 (n_contents,): sum of the lifts that stay the same, in standard deviations of the scores."""
    caps: Mapping[str, int] = field(default_factory=dict)
    """Rows in `Rulebook.capped` of the frequency caps that apply, by the rule's id. What they close is so for good."""
    guarantees: tuple[int, ...] = ()
    """Places of the rules whose lifts follow a pace."""
    pulls: tuple[tuple[Lifting, float], ...] = ()
    """These lifts, with their strength now."""
    pins: tuple[Pinning, ...] = ()
    limits: tuple[Limiting, ...] = ()
    wanted: NDArray[np.intp] = field(default_factory=lambda: NOTHING)
    """Contents that belong among the candidates."""
    dropped: Mapping[str, int] = field(default_factory=dict)
    """How many of the contents that the touchpoint takes each rule closes."""
    policy: Policy | None = None
    """How slates are drawn here, None for the model's own way."""
    active: NDArray[np.intp] = field(default_factory=lambda: NOTHING)
    """Places of the rules that apply."""

    def but(self, **changes: object) -> "Verdict":
        """Return the same verdict with some changes, as dataclasses.replace does in ten times the time."""
        other = object.__new__(Verdict)
        other.__dict__.update(self.__dict__, **changes)
        return other

    @property
    def lifts(self) -> bool:
        """Whether anything is added to scores."""
        return self.boost is not None or bool(self.pulls)


OPEN = Verdict()
"""That of a touchpoint of which nothing is written."""
