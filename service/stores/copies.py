"""Copies of states in a faster store: written after the commit, and brought up to date when that did not work.

The database stays the truth. In the transaction that writes a state a row says that its copy is due; it goes once
the copy is known to be there. So whatever fails in between, or whoever dies, the copy is made good within seconds.
"""

import os
import threading
import time
from collections.abc import Callable, Sequence

from sqlalchemy import Connection, delete, select

from service.log import logger
from service.stores.database import Database
from service.stores.redis import Copy, Redis
from service.stores.tables import STATES, UNCOPIED
from service.stores.upsert import upsert
from slotwise.errors import StoreError

_log = logger("copies")
_EVERY = 0.5
"""Seconds between two looks at what is due."""
_OVERDUE_MS = 1_000
"""A copy that is due for less is being made by whoever wrote the state."""
_AT_ONCE = 500


class Copies:
    """Keeps the copies of one database's states; a thread of each process that uses them makes good what is overdue."""

    def __init__(self, database: Database, store: Redis, clock: Callable[[], float] = time.time):
        self._database = database
        self._store = store
        self._clock = clock
        self._lock = threading.Lock()
        self._made: dict[str, int] = {}
        self._pid = 0
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    def close(self) -> None:
        """End this process's thread and connections."""
        self._stop.set()
        if self._thread is not None and self._pid == os.getpid():
            self._thread.join(2.0)
        self._store.close()
        self._pid = 0

    def get(self, person_id: str) -> tuple[bytes, int] | None:
        """Return the copy of a state, packed, and its last place of the log; None when the database has to be asked."""
        self._ensure()
        return self._store.get(person_id)

    def fill(self, copy: Copy) -> None:
        """Keep a state that was read from the database because there was no copy."""
        self._store.put([copy])

    def note(self, connection: Connection, copies: Sequence[Copy]) -> None:
        """Have states copied once the transaction in which they are written has happened."""
        if not copies:
            return
        self._ensure()
        rows = [{"person_id": each.person_id, "revision": each.revision} for each in copies]
        connection.execute(upsert(self._database, UNCOPIED), sorted(rows, key=lambda row: str(row["person_id"])))
        self._database.after_commit(lambda: self._copy(copies))

    def heal(self) -> int:
        """Note which copies were made and make those that are overdue; return how many were. Raises StoreError."""
        with self._lock:
            made, self._made = self._made, {}
        self._done(made)
        count = 0
        while not self._store.away and (due := self._overdue()):
            if not self._store.put(due):
                break
            self._done({each.person_id: each.revision for each in due})
            count += len(due)
        return count

    def _copy(self, copies: Sequence[Copy]) -> None:
        if self._store.put(copies):
            with self._lock:
                self._made.update((each.person_id, each.revision) for each in copies)

    def _overdue(self) -> list[Copy]:
        before = int(self._clock() * 1_000) - _OVERDUE_MS
        query = (
            select(UNCOPIED.c.person_id, UNCOPIED.c.revision, STATES.c.state, STATES.c.revision, STATES.c.seq)
            .join_from(UNCOPIED, STATES, UNCOPIED.c.person_id == STATES.c.person_id, isouter=True)
            .where(UNCOPIED.c.revision < before)
            .order_by(UNCOPIED.c.revision)
            .limit(_AT_ONCE)
        )
        return [
            Copy(name, b"", due, 0) if state is None else Copy(name, bytes(state), max(due, revision), seq)
            for name, due, state, revision, seq in self._database.rows(query, {})
        ]

    def _done(self, made: dict[str, int]) -> None:
        names = sorted(made)
        for start in range(0, len(names), _AT_ONCE):
            with self._database.write() as connection:
                for name in names[start : start + _AT_ONCE]:
                    row = UNCOPIED.c.person_id == name, UNCOPIED.c.revision <= made[name]
                    connection.execute(delete(UNCOPIED).where(*row))

    def _ensure(self) -> None:
        if self._pid != os.getpid():
            with self._lock:
                if self._pid != os.getpid():
                    self._pid, self._made, self._stop = os.getpid(), {}, threading.Event()
                    self._thread = threading.Thread(target=self._run, args=(self._stop,), name="copies", daemon=True)
                    self._thread.start()

    def _run(self, stop: threading.Event) -> None:
        while not stop.wait(_EVERY):
            try:
                self.heal()
            except StoreError as error:
                _log.warning("copies not made good", detail=error.detail)
