"""Building: those who are due for an agent are put into the worklists, the most valuable first."""

import hashlib
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from service.models import Models
from service.one_at_a_time import alone
from service.stores.states import States
from service.stores.tasks import DONE, HUMAN, OVER, Task, Tasks
from service.worklists.entering import DAY, left_at
from service.worklists.leaving import Leaving
from service.worklists.offering import Offering
from service.worklists.recording import MADE, Recording
from slotwise import person
from slotwise.documents.staircases import Staircase
from slotwise.person import PersonState
from slotwise.situation import situation


@dataclass(frozen=True)
class Building:
    """Makes the tasks of all staircases of the configuration in effect. `wall` gives seconds UTC."""

    models: Models
    leaving: Leaving
    states: States
    tasks: Tasks
    recording: Recording
    lock: Path
    wall: Callable[[], float] = time.time

    def tick(self) -> bool:
        """Build in the background, unless another worker is at it; return whether it was done."""
        return alone(self.lock, self.build)

    def build(self) -> dict[str, int]:
        """Put everybody who is due into their worklist and end what is too old; return the new tasks by staircase.

        Somebody enters once for each time they leave the process. Raises StoreError or PopulationError.
        """
        serving, now = self.models.current, int(self.wall() * 1_000)
        if serving is None:
            return {}
        self.tasks.expire(now)
        made = {}
        for each in serving.model.configuration.of(Staircase):
            offering = Offering(serving, each, now)
            added = self.tasks.add(list(self._due(offering, each, now)))
            for task in added:
                self.recording.record(MADE, task, each.touchpoint, now, value=task.value)
            made[each.staircase] = len(added)
        return made

    def _due(self, offering: Offering, staircase: Staircase, now: int) -> Iterator[Task]:
        since = now - int(staircase.left_days * DAY)
        for person_id in self.leaving.persons(since, now, offering.products):
            task = self._task(offering, staircase, person_id, now)
            if task is not None:
                yield task

    def _task(self, offering: Offering, staircase: Staircase, person_id: str, now: int) -> Task | None:
        state = person.readable(self.states.get(person_id))
        left = left_at(state, staircase, offering.products, now)
        if left is None or self._rests(staircase, person_id, now) or not self._fits(offering, staircase, state):
            return None
        offer = offering.offer(state)
        if offer is None:
            return None
        return Task(
            task_id=_id(staircase.staircase, person_id, left),
            staircase=staircase.staircase,
            person_id=person_id,
            product_id=offer.product_id,
            step=HUMAN,
            due_at=now,
            expires_at=now + int(staircase.expires_days * DAY),
            value=offer.value,
            made_at=now,
            body={"left_at": left, "chance": offer.chance, "reason": offer.reason, "points": offer.points},
            changed_at=now,
        )

    def _fits(self, offering: Offering, staircase: Staircase, state: PersonState) -> bool:
        if staircase.when is None:
            return True
        wanted = offering.wanted(())
        return staircase.when.holds(situation(offering.model, state, wanted, offering.live).facts)

    def _rests(self, staircase: Staircase, person_id: str, now: int) -> bool:
        """Whether the person has had their share of conversations, or asked for rest."""
        longest = max(staircase.contact_days, staircase.rest_days)
        spoken = [
            each
            for each in self.tasks.recent(person_id, staircase.staircase, now - int(longest * DAY))
            if each.status == DONE and each.result != OVER
        ]
        lately = [each for each in spoken if each.changed_at >= now - int(staircase.contact_days * DAY)]
        return len(lately) >= staircase.contacts or any(
            (result := staircase.result(each.result or "")) is not None
            and result.then == "rest"
            and each.changed_at >= now - int(staircase.rest_days * DAY)
            for each in spoken
        )


def _id(staircase: str, person_id: str, left: int) -> str:
    """The same for the same person who left at the same moment: nobody enters twice for it."""
    digest = hashlib.blake2b(f"{staircase}\0{person_id}\0{left}".encode(), digest_size=15)
    return "t_" + digest.hexdigest()
