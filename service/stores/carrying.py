"""Carrying: events that are dropped from the log stay in the bases of their persons' folds.

So a state is always what was known before the log, with everything that is in the log folded in, and can be folded
anew however much of the log's beginning has been dropped.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, select, text

from service.stores import base_rows
from service.stores.base_rows import BaseRow
from service.stores.event_rows import READ, to_event
from service.stores.locks import alone
from service.stores.tables import BASES, STATES
from slotwise import person
from slotwise.person_folding import fold_packed
from slotwise.person_packing import pack

_EVENTS = text(f"SELECT {READ}, repeated FROM events WHERE seq IN :places ORDER BY seq").bindparams(
    bindparam("places", expanding=True)
)


def carry(connection: Connection, places: Sequence[int]) -> None:
    """Fold the events at these places into their persons' bases, in the transaction that drops them; raise StateError.

    They have to be the first ones in the log. Nobody folds beside it.
    """
    alone(connection)
    dropped: dict[str, list[Any]] = {}
    for row in connection.execute(_EVENTS, {"places": list(places)}):
        dropped.setdefault(row.person_id, []).append(row)
    wanted = (
        select(STATES.c.person_id, BASES.c.state, BASES.c.seq)
        .join_from(STATES, BASES, STATES.c.person_id == BASES.c.person_id, isouter=True)
        .where(STATES.c.person_id.in_(dropped))
    )
    bases = []
    for name, base, until in connection.execute(wanted.order_by(STATES.c.person_id)).fetchall():
        begins = until or 0
        events = [to_event(row[:-1]) for row in dropped[name] if row.seq > begins and not row.repeated]
        blob = fold_packed(base or pack(person.empty(name)), events)
        bases.append(BaseRow(name, max(begins, dropped[name][-1].seq), blob))
    base_rows.put(connection, bases)
