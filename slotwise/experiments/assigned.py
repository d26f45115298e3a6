"""Assigned: what one experiment means for one decision, as it is logged."""

from enum import StrEnum
from typing import NamedTuple

INTERLEAVED = "interleaved"
"""The variant of whoever is enrolled in an interleaving experiment: every decision mixes all variants anew."""


class Reason(StrEnum):
    """Why a unit is where it is."""

    FORCED = "forced"
    HOLDOUT = "holdout"
    ASSIGNED = "assigned"
    NO_UNIT = "no_unit"
    OPTED_OUT = "opted_out"
    """The person wants no personal answers: no id of theirs is read for an experiment."""
    OTHER_BUCKET = "other_bucket"
    NOT_IN_AUDIENCE = "not_in_audience"
    NOT_RUNNING = "not_running"
    PAUSED = "paused"
    """The whole experiment rests, so that nobody is enrolled. While one variant rests, its units stay ASSIGNED."""


class Assigned(NamedTuple):
    """One unit in one experiment. `variant` is empty where it is not enrolled, and `reason` says why.

    `served` is the variant whose way the answer was made: control's while the variant is paused, and, where a variant
    could not answer, what answered in its place. The unit stays in `variant` all the same (intention to treat).
    """

    experiment: str
    phase: int
    variant: str
    probability: float
    """With which it was assigned, among the enrolled; 1 where it was forced, 0 where it is not enrolled."""
    reason: Reason
    served: str

    @property
    def forced(self) -> bool:
        """Whether it is a test, kept out of statistics."""
        return self.reason is Reason.FORCED

    @property
    def counts(self) -> bool:
        """Whether the unit is in the experiment's statistics from here on."""
        return bool(self.variant) and not self.forced
