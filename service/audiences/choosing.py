"""Choosing: which members of an audience are given out, and which of them are held out, at one moment."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import NamedTuple

from service.audiences.questions import Questions
from service.stores.audience_exports import Member
from slotwise.documents.audiences import Audience

_DAY = 86_400_000
Often = Callable[[int, int], Collection[str]]
"""Of a moment (ms UTC) and a number: the persons who were in at least so many exports since then."""


class Chosen(NamedTuple):
    """Persons by id with whether they are treated, and how many members were left out because of the limit."""

    members: list[Member]
    over_limit: int

    @property
    def treated(self) -> int:
        """How many are given out."""
        return sum(treated for _, treated in self.members)

    @property
    def held_out(self) -> int:
        """How many are left without treatment."""
        return len(self.members) - self.treated


@dataclass(frozen=True)
class Choosing:
    """Chooses members; `often` tells who was in too many exports already."""

    often: Often

    def choose(self, questions: Questions, name: str) -> Chosen:
        """Return the members of an audience as of now, in the order of the population; raise UnknownAudienceError."""
        audience = questions.audience(name)
        never = audience.contact is not None and audience.contact.most == 0
        limited = self.over_limit(audience, questions.asking.now)
        found, over = list[Member](), 0
        for columns, rows, held in questions.members(name):
            ids = columns.part.ids
            for row, out in zip(rows.tolist(), held.tolist(), strict=True):
                person_id = ids[row]
                if never or person_id in limited:
                    over += 1
                else:
                    found.append((person_id, not out))
        return Chosen(found, over)

    def over_limit(self, audience: Audience, now: int) -> Collection[str]:
        """Return the persons who may not be approached again now (ms UTC) by the audience's contact limit.

        Nobody is named where the limit is none at all."""
        contact = audience.contact
        if contact is None or contact.most == 0:
            return ()
        return self.often(now - round(contact.days * _DAY), contact.most)
