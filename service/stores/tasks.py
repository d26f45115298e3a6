"""Tasks: whom agents are to speak to about what; no task is ever taken twice, and a person stands in a list once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import orjson
from sqlalchemy import ColumnElement, Connection, func, select, update

from service.stores.database import Database
from service.stores.tables.operation import TASKS
from service.stores.upsert import insert_new

HUMAN, FOLLOW_UP = "human", "follow_up"
"""Steps of a staircase that agents walk; the one before them is automatic and leaves no task."""
OPEN, TAKEN, DONE, EXPIRED = "open", "taken", "done", "expired"
OVER = "over"
"""Result of a task that needed no agent any more: the person bought meanwhile, or wants no personal answers. Nobody
spoke to them, so it is no conversation and uses up no capacity."""


@dataclass(frozen=True)
class Task:
    """One task; times ms UTC, `value` the expected value in the products' currency."""

    task_id: str
    staircase: str
    person_id: str
    product_id: str | None
    step: str
    due_at: int
    expires_at: int | None
    value: float
    made_at: int
    body: Mapping[str, Any] = field(default_factory=dict)
    """Reasons, talking points and what was noted, JSON."""
    status: str = OPEN
    agent: str | None = None
    result: str | None = None
    changed_at: int = 0
    revision: int = 0


@dataclass(frozen=True)
class Place:
    """Where a page of a worklist ended."""

    value: float
    task_id: str


class Tasks:
    """The table of tasks. Every method raises StoreError."""

    def __init__(self, database: Database):
        self._database = database

    def add(self, tasks: Sequence[Task]) -> list[Task]:
        """Add those whose person has no unfinished task in the same staircase yet; return what was added."""
        added = []
        with self._database.write() as connection:
            for each in tasks:
                taken = select(TASKS.c.task_id).where(
                    TASKS.c.staircase == each.staircase,
                    TASKS.c.person_id == each.person_id,
                    TASKS.c.status.in_((OPEN, TAKEN)),
                )
                if connection.execute(taken.limit(1)).first() is None and self._insert(connection, each):
                    added.append(each)
        return added

    def get(self, task_id: str) -> Task | None:
        """Return one task, or None."""
        row = self._database.row(select(TASKS).where(TASKS.c.task_id == task_id), {})
        return None if row is None else _task(row)

    def due(self, staircase: str, now: int, limit: int, after: Place | None = None) -> list[Task]:
        """Return at most `limit` open tasks that are due at `now`, the most valuable first."""
        query = select(TASKS).where(*_due(staircase, now))
        if after is not None:
            level = (TASKS.c.value == after.value) & (TASKS.c.task_id > after.task_id)
            query = query.where((TASKS.c.value < after.value) | level)
        rows = self._database.rows(query.order_by(TASKS.c.value.desc(), TASKS.c.task_id).limit(limit), {})
        return [_task(row) for row in rows]

    def take(self, staircase: str, agent: str, now: int, count: int) -> list[Task]:
        """Give an agent the most valuable tasks that are due; each goes to one agent, however many ask at once."""
        query = select(TASKS).where(*_due(staircase, now)).order_by(TASKS.c.value.desc(), TASKS.c.task_id)
        with self._database.write() as connection:
            rows = connection.execute(query.limit(count).with_for_update(skip_locked=True)).all()
            found = [replace(_task(row), status=TAKEN, agent=agent, changed_at=now) for row in rows]
            return [changed for each in found if (changed := _save(connection, each)) is not None]

    def save(self, task: Task, then: Task | None = None) -> Task | None:
        """Write a task that was read before, and a further one with it; None when somebody else wrote it meanwhile."""
        with self._database.write() as connection:
            saved = _save(connection, task)
            if saved is not None and then is not None:
                self._insert(connection, then)
            return saved

    def expire(self, now: int) -> int:
        """End open tasks whose time is over; return how many."""
        over = update(TASKS).where(TASKS.c.status == OPEN, TASKS.c.expires_at.is_not(None), TASKS.c.expires_at <= now)
        with self._database.write() as connection:
            ended = over.values(status=EXPIRED, changed_at=now, revision=TASKS.c.revision + 1)
            return connection.execute(ended).rowcount

    def recent(self, person_id: str, staircase: str, since: int) -> list[Task]:
        """Return a person's tasks that were made or changed at or after a moment (ms UTC), the newest first."""
        query = select(TASKS).where(
            TASKS.c.person_id == person_id, TASKS.c.staircase == staircase, TASKS.c.changed_at >= since
        )
        return [_task(row) for row in self._database.rows(query.order_by(TASKS.c.changed_at.desc()), {})]

    def taken_since(self, staircase: str, since: int) -> int:
        """Return how many tasks agents took, or finished, at or after a moment (ms UTC)."""
        query = select(func.count()).where(
            TASKS.c.staircase == staircase,
            TASKS.c.status.in_((TAKEN, DONE)),
            TASKS.c.result.is_distinct_from(OVER),
            TASKS.c.changed_at >= since,
        )
        row = self._database.row(query, {})
        return int(row[0]) if row else 0

    def counts(self, since: int, until: int) -> list[dict[str, Any]]:
        """Return how many tasks made in [since, until) (ms UTC) stand where: by staircase, step, status and result."""
        keys = (TASKS.c.staircase, TASKS.c.step, TASKS.c.status, TASKS.c.result)
        query = select(*keys, func.count().label("tasks")).where(TASKS.c.made_at >= since, TASKS.c.made_at < until)
        rows = self._database.rows(query.group_by(*keys).order_by(*keys), {})
        return [{str(name): value for name, value in row._mapping.items()} for row in rows]

    def _insert(self, connection: Connection, task: Task) -> bool:
        added = insert_new(self._database, TASKS).returning(TASKS.c.task_id)
        return connection.execute(added, _row(task)).first() is not None


def _due(staircase: str, now: int) -> tuple[ColumnElement[bool], ...]:
    alive = TASKS.c.expires_at.is_(None) | (TASKS.c.expires_at > now)
    return TASKS.c.staircase == staircase, TASKS.c.status == OPEN, TASKS.c.due_at <= now, alive


def _save(connection: Connection, task: Task) -> Task | None:
    changed = replace(task, revision=task.revision + 1)
    same = (TASKS.c.task_id == task.task_id, TASKS.c.revision == task.revision)
    found = connection.execute(update(TASKS).where(*same).values(**_row(changed)))
    return changed if found.rowcount == 1 else None


def _row(task: Task) -> dict[str, Any]:
    return {**vars(task), "body": orjson.dumps(dict(task.body)).decode()}


def _task(row: Any) -> Task:
    return Task(**{**row._mapping, "body": orjson.loads(row.body)})
