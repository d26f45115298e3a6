"""The desk: agents take tasks, record what came of them, and bring persons back for a follow-up."""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from service.models import Models
from service.moments import to_text
from service.stores.identities import Identities
from service.stores.states import States
from service.stores.tasks import DONE, FOLLOW_UP, OPEN, OVER, TAKEN, Place, Task, Tasks
from service.worklists.entering import DAY, HOUR
from service.worklists.offering import of_category
from service.worklists.opening_hours import next_on
from service.worklists.recording import RESULT, Recording
from service.worklists.recording import TAKEN as TAKEN_EVENT
from slotwise.documents.staircases import Result, Staircase
from slotwise.errors import DeskClosedError, TaskHeldError, TaskResultError, UnknownStaircaseError, UnknownTaskError
from slotwise.events import KIND_CODE, EventType

_CONVERT = KIND_CODE[EventType.CONVERT]


@dataclass(frozen=True)
class Desk:
    """What agents do. Every method raises StoreError; `wall` gives seconds UTC."""

    models: Models
    identities: Identities
    states: States
    tasks: Tasks
    recording: Recording
    wall: Callable[[], float] = time.time

    def staircases(self) -> dict[str, Staircase]:
        """Return the staircases of the configuration in effect."""
        serving = self.models.current
        found = () if serving is None else serving.model.configuration.of(Staircase)
        return {each.staircase: each for each in found}

    def staircase(self, name: str) -> Staircase:
        """Return one of them; raise UnknownStaircaseError."""
        found = self.staircases()
        if name not in found:
            raise UnknownStaircaseError(f"there is no staircase {name!r}", expected=sorted(found), given=name)
        return found[name]

    def products(self, name: str) -> set[str]:
        """Return the products of a staircase's category; raise UnknownStaircaseError."""
        serving, staircase = self.models.current, self.staircase(name)
        return set() if serving is None else set(of_category(serving.model.catalog, staircase.category))

    def due(self, name: str, limit: int, after: Place | None = None) -> list[Task]:
        """Return a page of the tasks that are due, the most valuable first; raise UnknownStaircaseError."""
        return self.tasks.due(self.staircase(name).staircase, self._now(), limit, after)

    def take(self, name: str, agent: str, count: int) -> list[Task]:
        """Hand the most valuable tasks that are due to an agent, and to nobody else.

        Those who need nobody any more are passed over. Raises UnknownStaircaseError, and DeskClosedError outside the
        opening hours and when the day's capacity is used up.
        """
        staircase, now, products = self.staircase(name), self._now(), self.products(name)
        count = min(count, self._room(staircase, now))
        handed: list[Task] = []
        while len(handed) < count and (taken := self.tasks.take(name, agent, now, count - len(handed))):
            for each in taken:
                if self._over(each, products):
                    self.tasks.save(replace(each, status=DONE, result=OVER))
                else:
                    self.recording.record(TAKEN_EVENT, each, staircase.touchpoint, now, agent=agent)
                    handed.append(each)
        return handed

    def record(
        self, task_id: str, agent: str, result: str, note: str = "", follow_up_at: int | None = None
    ) -> tuple[Task, Task | None]:
        """Write what came of a task that the agent has; return it, and the follow-up if there is one (ms UTC).

        Raises UnknownTaskError, TaskHeldError when it is not theirs, TaskResultError for an unknown result.
        """
        task, now = self._held(task_id, agent), self._now()
        staircase = self.staircase(task.staircase)
        meaning = staircase.result(result)
        if meaning is None:
            known = [each.result for each in staircase.results]
            raise TaskResultError(f"there is no result {result!r}", expected=known, given=result)
        body = {**task.body, "note": note} if note else task.body
        done = replace(task, status=DONE, result=result, changed_at=now, body=body)
        further = self._follow_up(done, staircase, meaning, follow_up_at)
        saved = self.tasks.save(done, further)
        if saved is None:
            raise TaskHeldError("somebody else changed the task meanwhile", given=task_id)
        self.recording.record(RESULT, saved, staircase.touchpoint, now, agent=agent, result=result)
        return saved, further

    def release(self, task_id: str, agent: str) -> Task:
        """Put a task that the agent has back into the list; raise UnknownTaskError or TaskHeldError."""
        task = replace(self._held(task_id, agent), status=OPEN, agent=None, changed_at=self._now())
        saved = self.tasks.save(task)
        if saved is None:
            raise TaskHeldError("somebody else changed the task meanwhile", given=task_id)
        return saved

    def _room(self, staircase: Staircase, now: int) -> int:
        if not staircase.hours.on(now):
            opens = next_on(staircase.hours, now)
            opening = None if opens is None else to_text(opens)
            raise DeskClosedError("the desk is closed now", hint="come back in its opening hours", expected=opening)
        left = staircase.capacity_per_day - self.tasks.taken_since(staircase.staircase, now - DAY)
        if left <= 0:
            most = f"at most {staircase.capacity_per_day} in 24 hours"
            raise DeskClosedError("the capacity of the day is used up", hint="come back later", expected=most)
        return left

    def _held(self, task_id: str, agent: str) -> Task:
        task = self.tasks.get(task_id)
        if task is None:
            raise UnknownTaskError("there is no such task", given=task_id)
        if task.status != TAKEN or task.agent != agent:
            raise TaskHeldError(f"the task is {task.status}, and not with this agent", given=task_id)
        return task

    def _over(self, task: Task, products: set[str]) -> bool:
        """Whether nobody needs to speak to the person any more."""
        state = self.states.get(self.identities.roots([task.person_id])[task.person_id])
        left = task.body.get("left_at", task.made_at)
        return not state.personalize or any(
            each.kind == _CONVERT and each.time > left and each.product in products for each in state.history
        )

    def _follow_up(self, task: Task, staircase: Staircase, meaning: Result, asked: int | None) -> Task | None:
        if meaning.then != "follow_up":
            return None
        at = asked if asked is not None else task.changed_at + int(meaning.after_hours * HOUR)
        due = next_on(staircase.hours, max(at, task.changed_at)) or at
        return replace(
            task,
            task_id=_next_id(task.task_id),
            step=FOLLOW_UP,
            status=OPEN,
            due_at=due,
            expires_at=due + int(staircase.expires_days * DAY),
            made_at=task.changed_at,
            agent=None,
            result=None,
            revision=0,
        )

    def _now(self) -> int:
        return int(self.wall() * 1_000)


def _next_id(task_id: str) -> str:
    """The id of the follow-up of a task: t_1, t_1.1, t_1.2 ..., so that every one of them is another."""
    first, _, number = task_id.partition(".")
    return f"{first}.{int(number or 0) + 1}"
