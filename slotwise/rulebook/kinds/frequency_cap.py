"""Frequency cap: one person is not shown the same too often, and has peace after a dismissal."""

from typing import Literal

from pydantic import Field, model_validator

from slotwise.catalog import Catalog
from slotwise.rulebook.effects import Capping, Mask
from slotwise.rulebook.kinds import Kind
from slotwise.schedule import Schedule

HOUR = 3_600_000


class FrequencyCap(Kind):
    """At most `most` times in `hours`, of what the rule is about."""

    name = "frequency_cap"

    most: int = Field(0, ge=0)
    """Events in the window at which the cap closes; 0 counts nothing and leaves only the rest."""
    hours: float = Field(168.0, gt=0, allow_inf_nan=False, le=24 * 3660)
    per: Literal["content", "product", "category", "touchpoint", "all"] = "content"
    """What is counted together; `touchpoint` counts what happened on the touchpoint that is asked for."""
    on: Literal["shown", "clicked", "dismissed"] = "shown"
    rest_hours: float = Field(0.0, ge=0, allow_inf_nan=False, le=24 * 3660)
    """How long what was dismissed rests, counted `per` the same; 0 for not at all."""

    @model_validator(mode="after")
    def _something(self) -> "FrequencyCap":
        if not self.most and not self.rest_hours:
            raise ValueError("a cap needs `most`, `rest_hours` or both")
        return self

    def effect(self, matched: Mask, catalog: Catalog, schedule: Schedule) -> Capping:
        """Cap the matched contents."""
        return Capping(matched, self.most, int(self.hours * HOUR), self.per, self.on, int(self.rest_hours * HOUR))
