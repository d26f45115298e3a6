"""Bases: what was known of persons before the log, so that their states can always be folded anew."""

from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, func, select

from service.stores import base_rows
from service.stores.base_rows import BaseRow
from service.stores.identities import members, roots
from service.stores.locks import alone
from service.stores.refold import refold
from service.stores.states import States
from service.stores.tables import EVENTS, STATES
from slotwise import person
from slotwise.person import PersonState
from slotwise.person_packing import pack, unpack


def store_bases(connection: Connection, states: States, rows: Sequence[tuple[str, bytes]]) -> None:
    """Let persons' folds begin with states, packed, within a transaction: they hold everything that the log has so far.

    A state takes the place of the stored one, but for what the person has allowed or forbidden since it was made; into
    that of a person who was merged it is folded with all the rest.
    """
    alone(connection)
    until = int(connection.execute(select(func.max(EVENTS.c.seq))).scalar() or 0)
    found = roots(connection, [name for name, _ in rows])
    said = _consents(connection, found.values())
    rows = [(name, _with(blob, said.get(found[name]))) for name, blob in rows]
    states.put_packed(connection, [(name, blob) for name, blob in rows if found[name] == name], until)
    base_rows.put(connection, [BaseRow(name, until, blob) for name, blob in rows])
    for root in _with_others(connection, found):
        states.put(connection, [refold(connection, members(connection, root))], until)


def _consents(connection: Connection, owners: Iterable[str]) -> dict[str, PersonState]:
    """The stored states of those persons who have said what they allow."""
    query = select(STATES.c.person_id, STATES.c.state).where(STATES.c.person_id.in_(sorted(set(owners))))
    stored = ((str(row.person_id), unpack(row.state)) for row in connection.execute(query))
    return {name: state for name, state in stored if state.consent_at is not None}


def _with(blob: bytes, stored: PersonState | None) -> bytes:
    return blob if stored is None else pack(person.with_consent(unpack(blob), stored))


def _with_others(connection: Connection, found: dict[str, str]) -> list[str]:
    """The persons of whom more than one id is known."""
    owners = {root for name, root in found.items() if name != root}
    merged = select(STATES.c.merged_into).where(STATES.c.merged_into.in_(found)).distinct()
    return sorted(owners | {str(row[0]) for row in connection.execute(merged)})
