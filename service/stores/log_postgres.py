"""The log's statements for PostgreSQL: a batch is one statement, its columns go as arrays.

Writers of different persons work at the same time. Whoever writes first announces from which place of the log on,
so that a reader knows up to where no row can come in late.
"""

from collections.abc import Callable, Collection, Sequence
from typing import Any

from service.stores.binary_arrays import bigs, blobs, doubles, smalls, texts
from service.stores.event_rows import COLUMNS
from service.stores.log_sql import DECIDED, Key, LogSql, Shown, Standing

WRITERS = 0x51D7
"""The upper 16 bits of the advisory locks by which writers announce themselves; below is a place of the log."""
PLACE_BITS = 48

_Encode = Callable[[Any], bytes]
_ENCODED: dict[str, _Encode] = {
    "occurred_at": bigs, "received_at": bigs, "skew_ms": bigs, "slot": smalls, "repeated": smalls, "value": doubles,
    "digest": blobs,
}  # fmt: skip
_EVENT: list[_Encode] = [_ENCODED.get(name, texts) for name in COLUMNS]
_INSERT = (
    f"INSERT INTO events ({', '.join(COLUMNS)}) SELECT {', '.join(COLUMNS)} "
    f"FROM unnest({', '.join(['%s'] * len(COLUMNS))}) WITH ORDINALITY AS given({', '.join(COLUMNS)}, place) "
    "ORDER BY place ON CONFLICT DO NOTHING RETURNING event_id, seq"
)
_ANNOUNCE = f"SELECT pg_advisory_xact_lock_shared(({WRITERS}::int8 << {PLACE_BITS}) | last_value) FROM events_seq_seq"
_ANNOUNCED = (
    f"SELECT min(((classid::int8 << 32) | objid::int8) & {(1 << PLACE_BITS) - 1}) FROM pg_locks "
    f"WHERE locktype = 'advisory' AND objsubid = 1 AND classid::int8 >> {PLACE_BITS - 32} = {WRITERS} "
    "AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
)
# Joined rather than = ANY: a plan that is kept for all batches would compare every row with every element.
_STORED = "FROM unnest(%s) AS given(person_id) JOIN person_states USING (person_id) WHERE octet_length(state) > 0"
_RELEASE = "DELETE FROM person_states WHERE person_id = ANY(%s) AND octet_length(state) = 0"
# Those that are there are locked first, in the order of their ids; then places are taken for the others, in the same
# order. Who waits for a place holds none behind it, so no two writers can wait for each other.
_LOCK = (
    "SELECT person_id, revision, merged_into, seq, octet_length(state) FROM unnest(%s) AS given(person_id) "
    'JOIN person_states USING (person_id) ORDER BY person_id COLLATE "C" FOR NO KEY UPDATE OF person_states'
)
_CLAIM = (
    "INSERT INTO person_states (person_id, state, revision, seq) SELECT person_id, ''::bytea, 0, 0 "
    'FROM unnest(%s) AS given(person_id) ORDER BY person_id COLLATE "C" ON CONFLICT DO NOTHING'
)
_EXPOSE = (
    "INSERT INTO exposures (decision_id, slot, content_id, person_id, touchpoint, product_id, at) "
    "SELECT * FROM unnest(%s, %s, %s, %s, %s, %s, %s) "
    "ON CONFLICT DO NOTHING RETURNING decision_id, slot, content_id"
)
_SHOWN = (
    "SELECT shown.person_id, shown.content_id, decision_id, slot, touchpoint, product_id, at "
    "FROM unnest(%s, %s) AS given(person_id, content_id) "
    "JOIN exposures AS shown USING (person_id, content_id)"
)
_DECIDE = (
    f"INSERT INTO decisions ({', '.join(DECIDED)}) SELECT * FROM unnest(%s, %s, %s, %s, %s, %s) ON CONFLICT DO NOTHING"
)
_PUT = (
    "INSERT INTO person_states (person_id, state, revision, seq) "
    "SELECT * FROM unnest(%s, %s, %s, %s) ON CONFLICT (person_id) DO UPDATE "
    "SET state = excluded.state, revision = excluded.revision, seq = greatest(person_states.seq, excluded.seq)"
)


_KNOWN = "SELECT event_id, digest FROM unnest(%s) AS given(event_id) JOIN events USING (event_id)"
_STANDING = f"SELECT person_id, revision, merged_into, seq {_STORED}"
_STATES = f"SELECT person_id, revision, merged_into, seq, state {_STORED}"
_EXPOSURE = (texts, smalls, texts, texts, texts, texts, bigs)
_DECISION = (texts, bigs, texts, blobs, blobs, texts)
_STATE = (texts, blobs, bigs, bigs)


class PostgresLog(LogSql):
    """Bulk statements; persons are locked in the order of their ids."""

    def begin(self, driver: Any, person_ids: Collection[str]) -> dict[str, Standing] | None:
        driver.execute(_ANNOUNCE)
        locked = driver.execute(_LOCK, (texts(person_ids),)).fetchall()
        new = set(person_ids).difference(row[0] for row in locked)
        if new and driver.execute(_CLAIM, (texts(sorted(new)),)).rowcount < len(new):
            return None
        return {row[0]: Standing(*row[1:4]) for row in locked if row[4]}

    def end(self, driver: Any, person_ids: Collection[str]) -> None:
        if person_ids:
            driver.execute(_RELEASE, (texts(person_ids),))

    def known(self, driver: Any, event_ids: Collection[str]) -> dict[str, bytes | None]:
        return dict(driver.execute(_KNOWN, (texts(event_ids),)).fetchall())

    def expose(self, driver: Any, rows: Sequence[tuple[Any, ...]]) -> set[Key]:
        if not rows:
            return set()
        return set(driver.execute(_EXPOSE, _columns(sorted(rows), _EXPOSURE)).fetchall())

    def exposures(self, driver: Any, shown: Collection[tuple[str, str]]) -> list[Shown]:
        if not shown:
            return []
        return [Shown(*row) for row in driver.execute(_SHOWN, _columns(list(shown), (texts, texts))).fetchall()]

    def insert(self, driver: Any, rows: Sequence[tuple[Any, ...]]) -> list[int] | None:
        if not rows:
            return []
        places = dict(driver.execute(_INSERT, _columns(rows, _EVENT)).fetchall())
        return [places[row[0]] for row in rows] if len(places) == len(rows) else None

    def standing(self, driver: Any, person_ids: Collection[str]) -> dict[str, Standing]:
        return {row[0]: Standing(*row[1:]) for row in driver.execute(_STANDING, (texts(person_ids),)).fetchall()}

    def states(self, driver: Any, person_ids: Collection[str]) -> dict[str, tuple[Standing, bytes]]:
        # Binary, because bytes as text are twice as many.
        rows = driver.execute(_STATES, (texts(person_ids),), binary=True).fetchall()
        return {row[0]: (Standing(*row[1:4]), row[4]) for row in rows}

    def put(self, driver: Any, rows: Sequence[tuple[str, bytes, int, int]]) -> None:
        if rows:
            driver.execute(_PUT, _columns(rows, _STATE))

    def decided(self, driver: Any, rows: Sequence[tuple[Any, ...]]) -> None:
        if rows:
            driver.execute(_DECIDE, _columns(rows, _DECISION))

    def settled(self, read: Callable[[str, tuple[Any, ...]], list[Any]]) -> int:
        # The last place before the writers: a writer that is not seen yet takes places after the last one.
        last, taken = read("SELECT last_value, is_called FROM events_seq_seq", ())[0]
        announced = read(_ANNOUNCED, ())[0][0]
        last = last if taken else 0
        return int(last if announced is None else min(last, announced))


def _columns(rows: Sequence[tuple[Any, ...]], encoders: Sequence[_Encode]) -> list[bytes]:
    return [encode(column) for encode, column in zip(encoders, zip(*rows, strict=True), strict=True)]
