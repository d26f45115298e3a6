"""Persons: what is known of one, what they allow, and whose identifiers are whose, as callers with a secret key ask."""

import secrets
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from service import person_standing, person_told
from service.models import Serving
from service.moments import to_text
from service.namespaces import Claim, Identifier, Namespaces
from service.proofs import Proofs
from service.stores.alarms import Alarm, Alarms
from service.stores.database import Database
from service.stores.events import Events
from service.stores.identities import Identities
from service.stores.latest import Latest
from service.stores.links import ASKED, Linked, Links
from service.stores.locks import PATIENCE, alone, patient
from service.stores.merges import Merges, Word
from service.stores.new_events import NewEvent, Status
from service.stores.states import States
from service.stores.tombstones import Tombstones
from slotwise.errors import LinkRefusedError, MergeError, PersonErasedError, UnknownPersonError
from slotwise.events import CONSENT, Consent, Event

TIMELINE = 50
"""Latest events that are shown of a person."""


@dataclass
class Persons:
    """Shows persons, takes their consent, links and merges them and parts them again. `wall` gives seconds UTC."""

    database: Database
    namespaces: Namespaces
    identities: Identities
    states: States
    events: Events
    latest: Latest
    merges: Merges
    links: Links
    alarms: Alarms
    tombstones: Tombstones
    proofs: Proofs
    proof_seconds: int
    wall: Callable[[], float] = time.time

    def ids(self, person_id: str) -> list[str]:
        """Return all ids of a person, the root first; raise StoreError."""
        return self.identities.members(self.identities.roots([person_id])[person_id])

    def show(self, person_id: str, timeline: int = TIMELINE, serving: Serving | None = None) -> dict[str, Any]:
        """Return what is known of a person, and what the configuration of `serving` says of them.

        Raises UnknownPersonError, PersonErasedError or StoreError.
        """
        ids = self.ids(person_id)
        state, merges, latest = self.states.get(ids[0]), self.merges.of(ids), self.latest.of(ids, timeline)
        if not (state.known or state.consent_at is not None or latest or len(ids) > 1 or merges):
            self._refuse_erased(ids)
            raise UnknownPersonError("nothing is known of this person", given=person_id)
        return {
            "person_id": ids[0],
            **person_told.told(state, self._now()),
            **person_standing.told(serving, state, self._now()),
            "identities": person_told.identities(ids, merges, self.namespaces),
            "merges": [person_told.merge(each) for each in merges],
            "timeline": [_moments(each) for each in latest],
        }

    def consent(self, person_id: str, personalize: bool | None, hidden: Sequence[str] | None) -> dict[str, Any]:
        """Store what a person allows and return it; what is None stays as it is. Raises PersonErasedError, StoreError.

        It holds from the next answer on, on every worker.
        """
        before = self.states.get(self.ids(person_id)[0])
        if personalize is None and hidden is None:
            return person_told.consent(before)
        said = Consent(
            before.personalize if personalize is None else personalize,
            before.hidden if hidden is None else tuple(sorted(set(hidden))),
        )
        # Of two words at one moment the stricter counts; the later one has to be later.
        at = max(self._now(), (before.consent_at or 0) + 1)
        event = Event(f"consent_{secrets.token_hex(12)}", at, person_id, CONSENT, consent=said)
        if self.events.add([NewEvent(event, at)])[0].status is Status.ERASED:
            raise PersonErasedError("this person was erased", given=person_id)
        return person_told.consent(self.states.get(self.ids(person_id)[0]))

    def link(
        self, person_id: str, identities: Mapping[str, str], persons: Sequence[str], by: str | None
    ) -> dict[str, Any]:
        """Link identifiers and other persons to a person, all or none, and return what became of each.

        Raises LinkRefusedError where that would go over a cap (an alarm is noted), PersonErasedError, or StoreError.
        """
        named = self.namespaces.sorted(identities)
        others = [*(each.leaf for each in named), *persons]
        word = Word(self._now(), ASKED, by=by)
        try:
            with self.database.write() as connection:
                alone(connection)
                if self.tombstones.erased(connection, {person_id, *others}):
                    raise PersonErasedError("one of these persons was erased")
                found = [self.links.take(connection, Claim(person_id, each, ASKED), word) for each in named]
                found += [self.links.join(connection, each, person_id, word) for each in persons]
                for alarm in (each.alarm for each in found if each.alarm is not None):
                    raise _OverCapError(alarm)
        except _OverCapError as error:
            raise self._refused(error.alarm, word.at) from error
        root = self.identities.roots([person_id])[person_id]
        return {"person_id": root, "links": [_link(*each) for each in zip(others, found, strict=True)]}

    def part(self, person_id: str, merge_id: str, by: str | None) -> dict[str, Any]:
        """Undo a link or a merge of a person, and return the two persons; raise MergeError or StoreError."""
        mine = {each.merge_id for each in self.merges.of(self.ids(person_id))}
        if merge_id not in mine:
            raise MergeError("this person has no such link or merge", given=merge_id)
        with self.database.write(PATIENCE) as connection:
            alone(connection)
            patient(connection)
            stayed, left = self.merges.undo(connection, merge_id, self._now(), by)
        return {"person_id": stayed, "parted": left, "undone": merge_id}

    def prove(self, person_id: str | None, identities: Mapping[str, str]) -> dict[str, Any]:
        """Return a proof that these ids are one person's, for an app to send with its next events."""
        expires = int(self.wall()) + self.proof_seconds
        leaves = [Identifier(*each).leaf for each in identities.items()] + ([person_id] if person_id else [])
        return {"proof": self.proofs.sign(leaves, expires), "expires_at": to_text(expires * 1_000)}

    def raised(self, limit: int) -> list[dict[str, Any]]:
        """Return the alarms of links, the latest first; raise StoreError."""
        return [
            {
                "cap": each.cap,
                "subject": each.subject,
                "namespace": each.namespace or None,
                "most": each.most,
                "times": each.times,
                "first_at": to_text(each.first_at),
                "last_at": to_text(each.last_at),
                "person_id": each.person_id,
            }
            for each in self.alarms.latest(limit)
        ]

    def _refused(self, alarm: Alarm, at: int) -> LinkRefusedError:
        with self.database.write() as connection:
            self.alarms.raise_(connection, alarm, at)
        what = {"per_identifier": "persons by one identifier", "per_person": "identifiers of one person"}
        return LinkRefusedError(
            f"this would join more {alarm.namespace} {what.get(alarm.cap, 'ids of one person')} than can be",
            expected=f"at most {alarm.most}",
            hint="see GET /v1/link-alarms; part what is wrong, or raise the cap of the namespace",
        )

    def _refuse_erased(self, ids: Sequence[str]) -> None:
        receipt = self.tombstones.receipt(ids[0])
        if receipt is not None:
            raise PersonErasedError(f"this person was erased, receipt {receipt}")

    def _now(self) -> int:
        return int(self.wall() * 1_000)


class _OverCapError(Exception):
    """A link would go over a cap; leaves the transaction, so that nothing of it happens."""

    def __init__(self, alarm: Alarm):
        super().__init__(alarm.cap)
        self.alarm = alarm


def _link(leaf: str, linked: Linked) -> dict[str, Any]:
    return {"id": leaf, "status": str(linked.outcome), "link": linked.merge_id}


def _moments(event: Mapping[str, Any]) -> dict[str, Any]:
    texts = {name: to_text(event[name]) for name in ("occurred_at", "received_at")}
    return {**event, **texts, "repeated": bool(event["repeated"])}
