"""Refreshes: what each worker's product counts took in, refresh by refresh, so that they can be computed again."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass

from sqlalchemy import func, select

from service.stores.database import Database
from service.stores.tables import REFRESHES
from service.stores.upsert import insert_new


@dataclass(frozen=True)
class Refresh:
    """One refresh: events of the log in (after_seq, last_seq], as of `at` (ms UTC), by worker `boot`.

    `world` counts the models that the worker began with; `still` is 1 while time stands still; `made_at` ms UTC.
    """

    boot: str
    number: int
    world: int
    model: str
    folder: str
    digest: str
    after_seq: int
    last_seq: int
    events: int
    at: int
    still: int
    made_at: int


class Refreshes:
    """The log of refreshes."""

    def __init__(self, database: Database):
        self._database = database

    def add(self, refreshes: Sequence[Refresh]) -> None:
        """Store refreshes, all or none; raise StoreError."""
        with self._database.write() as connection:
            connection.execute(insert_new(self._database, REFRESHES), [asdict(each) for each in refreshes])

    def leading_to(self, boot: str, number: int) -> list[Refresh]:
        """Return the refreshes of one worker's world up to a number, first to last; raise StoreError.

        Empty when that refresh is not in the log.
        """
        mine = REFRESHES.c.boot == boot
        world = select(REFRESHES.c.world).where(mine, REFRESHES.c.number == number).scalar_subquery()
        query = select(REFRESHES).where(mine, REFRESHES.c.number <= number, REFRESHES.c.world == world)
        return [Refresh(*row) for row in self._database.rows(query.order_by(REFRESHES.c.number), {})]

    def count(self) -> int:
        """Return how many there are; raise StoreError."""
        return int(self._database.row(select(func.count()).select_from(REFRESHES), {})[0])

    def between(self, since: int, until: int, batch: int = 5_000) -> Iterator[list[Refresh]]:
        """Give the refreshes made in [since, until) ms UTC in the order of time, batch by batch; raise StoreError."""
        after = (since, "", -1)
        while True:
            key = REFRESHES.c.made_at, REFRESHES.c.boot, REFRESHES.c.number
            later = (
                (key[0] > after[0])
                | ((key[0] == after[0]) & (key[1] > after[1]))
                | ((key[0] == after[0]) & (key[1] == after[1]) & (key[2] > after[2]))
            )
            query = select(REFRESHES).where(key[0] >= after[0], key[0] < until, later).order_by(*key).limit(batch)
            found = [Refresh(*row) for row in self._database.rows(query, {})]
            if not found:
                return
            yield found
            after = (found[-1].made_at, found[-1].boot, found[-1].number)
