"""Audit: whether contents were shown as often as the log's propensities say.

If a log tells the truth, how often a content is shown in a slot less what its probabilities add up to is noise around
0. Needs every candidate's probability, so it is asked of the policy that made the log, made again.
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr

from slotwise.off_policy.logged import Floats


@dataclass(frozen=True)
class Audited:
    """One content in one slot: how often it was shown, how often it should have been, and how far apart that is."""

    slot: int
    content: int
    shown: int
    expected: float
    z: float

    @property
    def p_value(self) -> float:
        """Two-sided."""
        return float(2 * ndtr(-abs(self.z)))


@dataclass
class Audit:
    """Adds up slates; shown, expected, variance float64 (slots, contents)."""

    shown: Floats
    expected: Floats
    variance: Floats

    @classmethod
    def empty(cls, slots: int, contents: int) -> "Audit":
        """Return an audit of nothing yet."""
        return cls(*(np.zeros((slots, contents)) for _ in range(3)))

    def add(self, slot: int, shown: int, contents: np.ndarray, chances: Floats) -> None:
        """Count one placement: `shown` of the candidates int64 (m,), whose probabilities in the slot are (m,)."""
        self.shown[slot - 1, shown] += 1
        np.add.at(self.expected[slot - 1], contents, chances)
        np.add.at(self.variance[slot - 1], contents, chances * (1 - chances))

    def findings(self, least: float = 5.0) -> list[Audited]:
        """Return every content and slot with a variance that allows a test, the farthest apart first."""
        slots, contents = np.nonzero(self.variance >= least)
        z = (self.shown - self.expected)[slots, contents] / np.sqrt(self.variance[slots, contents])
        return [
            Audited(
                int(slots[each]) + 1,
                int(contents[each]),
                int(self.shown[slots[each], contents[each]]),
                float(self.expected[slots[each], contents[each]]),
                float(z[each]),
            )
            for each in np.argsort(-np.abs(z), kind="stable").tolist()
        ]

    def alarms(self, level: float = 0.001) -> list[Audited]:
        """Return those that cannot be chance, at a level that is shared by all tests (Bonferroni)."""
        found = self.findings()
        return [each for each in found if each.p_value < level / len(found)]
