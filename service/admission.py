"""Admission: what the log asks about identities before it takes events in: who was erased, and who is one with whom."""

from collections.abc import Sequence
from typing import Any

from service.namespaces import Claim, Identifier, Namespaces
from service.stores.identities import roots
from service.stores.links import Links
from service.stores.locks import alone, beside
from service.stores.merges import Word
from service.stores.new_events import NewEvent
from service.stores.tombstones import Tombstones


class Admission:
    """Looks at every batch of events within the transaction that stores it."""

    def __init__(self, namespaces: Namespaces, links: Links, tombstones: Tombstones):
        self._namespaces = namespaces
        self._links = links
        self._tombstones = tombstones

    def __call__(self, connection: Any, new: Sequence[NewEvent]) -> list[NewEvent | None]:
        """Link what the events prove to belong together; return None for each whose person was erased."""
        claims = {claim for each in new for claim in each.claims}
        ids = {claim.leaf for claim in claims} | {claim.identifier.leaf for claim in claims}
        found = roots(connection, ids)
        if all(found[claim.leaf] == found[claim.identifier.leaf] for claim in claims):
            beside(connection)
            claims = set()
        else:
            alone(connection)
        erased = self._tombstones.erased(connection, {name for each in new for name in self._ids(each)})
        admitted: list[NewEvent | None] = []
        for each in new:
            if erased and not erased.isdisjoint(self._ids(each)):
                admitted.append(None)
                continue
            for claim in each.claims:
                if claim in claims:
                    self._link(connection, each, claim)
            admitted.append(each)
        return admitted

    def _link(self, connection: Any, new: NewEvent, claim: Claim) -> None:
        word = Word(new.received_at, claim.cause, new.event.event_id)
        self._links.take(connection, claim, word)

    def _ids(self, new: NewEvent) -> list[str]:
        """The ids that say who the event is about; what is shared by several persons says nothing."""
        given = (Identifier(*each) for each in new.identities.items())
        of = self._namespaces.of
        return [new.event.person_id, *(each.leaf for each in given if of(each.namespace).kind != "shared")]
