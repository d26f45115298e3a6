"""Paced: the parameters that quotas and guarantees share."""

from typing import Literal

from pydantic import Field, model_validator

from slotwise.rulebook.kinds import Kind
from slotwise.rulebook.pace import Pace
from slotwise.schedule import Schedule


class Paced(Kind):
    """A number of exposures, or a share of all exposures on the rule's touchpoints, for a period."""

    exposures: int | None = Field(None, ge=0)
    share: float | None = Field(None, ge=0, le=1, allow_inf_nan=False)
    """0 to 1."""
    per: Literal["hour", "day", "total"] = "day"
    """Hours and days of the schedule's time zone; total counts from the schedule's beginning on."""
    even: bool = True
    """Whether a number is spread over the scheduled time, or may be used up at once."""

    @model_validator(mode="after")
    def _either(self) -> "Paced":
        if (self.exposures is None) == (self.share is None):
            raise ValueError("either `exposures` or `share` must be given")
        return self

    def pace(self, schedule: Schedule) -> Pace:
        """Return when how many exposures are due."""
        return Pace(
            None if self.exposures is None else float(self.exposures), self.share, self.per, self.even, schedule
        )
