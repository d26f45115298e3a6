"""Withholding: the rules by which the service keeps campaigns from those who are held out of them.

They are made from the audiences, stand beside the operators' own rules and hold in the same way, also for a
touchpoint's safety list.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from slotwise.audiences import contents_of
from slotwise.catalog import Catalog
from slotwise.conditions import Condition
from slotwise.documents.audiences import Audience
from slotwise.rulebook.effects import Closing, Mask
from slotwise.rulebook.kinds import Kind
from slotwise.schedule import Schedule


class Withhold(Kind):
    """Closes the contents that an audience's campaign is about. Not for operators to write: it follows its audience."""

    name = "withhold"

    audience: Audience

    def effect(self, matched: Mask, catalog: Catalog, schedule: Schedule) -> Closing:
        """Close the campaign's contents."""
        return Closing(matched & contents_of(self.audience, catalog))


@dataclass(frozen=True)
class Withheld:
    """The rule of one audience, as a rulebook reads it."""

    audience: Audience
    enabled: ClassVar[bool] = True
    strict: ClassVar[bool] = True
    touchpoints: ClassVar[tuple[str, ...]] = ()
    products: ClassVar[Condition | None] = None
    contents: ClassVar[Condition | None] = None
    schedule: ClassVar[Schedule | None] = None

    @property
    def id(self) -> str:
        """Its own name, which no operator can give: it has a space."""
        return f"holdout of {self.audience.audience}"

    @property
    def title(self) -> str:
        """What it is for, in a line."""
        return f"{self.audience.holdout:.0%} are left without the campaign of {self.audience.audience}"

    @property
    def when(self) -> Condition:
        """For whom it applies."""
        return Condition.of(f'held_out("{self.audience.audience}")')

    @property
    def does(self) -> Withhold:
        """What it does."""
        return Withhold(audience=self.audience)


def withholding(audiences: Iterable[Audience]) -> tuple[Withheld, ...]:
    """Return the rules of those audiences that hold persons out of something."""
    return tuple(Withheld(each) for each in audiences if each.holdout and (each.products or each.contents))
