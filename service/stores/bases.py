"""Bases: what was known of persons before the log, so that their states can always be folded anew."""

from collections.abc import Sequence

from sqlalchemy import Connection, bindparam, func, select, update

from service.stores.identities import members, roots
from service.stores.locks import alone
from service.stores.refold import refold
from service.stores.states import States
from service.stores.tables import EVENTS, STATES

_BASE = (
    update(STATES)
    .where(STATES.c.person_id == bindparam("name"))
    .values(base=bindparam("blob"), base_seq=bindparam("until"))
)


def store_bases(connection: Connection, states: States, rows: Sequence[tuple[str, bytes]]) -> None:
    """Let persons' folds begin with states, packed, within a transaction: they hold everything that the log has so far.

    A state takes the place of the stored one; into that of a person who was merged it is folded with all the rest.
    """
    alone(connection)
    until = int(connection.execute(select(func.max(EVENTS.c.seq))).scalar() or 0)
    found = roots(connection, [name for name, _ in rows])
    states.put_packed(connection, [(name, blob) for name, blob in rows if found[name] == name], until)
    if rows:
        connection.execute(_BASE, [{"name": name, "blob": blob, "until": until} for name, blob in rows])
    for root in _with_others(connection, found):
        states.put(connection, [refold(connection, members(connection, root))], until)


def _with_others(connection: Connection, found: dict[str, str]) -> list[str]:
    """The persons of whom more than one id is known."""
    owners = {root for name, root in found.items() if name != root}
    merged = select(STATES.c.merged_into).where(STATES.c.merged_into.in_(found)).distinct()
    return sorted(owners | {str(row[0]) for row in connection.execute(merged)})
