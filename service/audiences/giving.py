"""Giving out: members of an audience are chosen, noted as an export, and written or sent in one of the formats.

An export is noted before anybody is given out, so that whoever was approached is known whatever happens after. Who was
erased in the meantime is in none; held-out persons are noted, and never given out.
"""

import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import orjson

from service.audiences.choosing import Choosing, Chosen
from service.audiences.questions import Questions
from service.moments import to_text
from service.population.columns import Asking
from service.stores.audience_exports import AudienceExports, Export, Member
from service.stores.database import Database
from service.stores.locks import PATIENCE, patient
from service.stores.tombstones import Tombstones
from service.webhooks import Webhooks
from slotwise.audiences import goal_products
from slotwise.documents.audiences import Audience

_AT_ONCE = 5_000
"""Members that are noted together ..."""
BATCH = 1_000
"""... and persons that are sent in one call of a webhook."""


@dataclass(frozen=True)
class Giving:
    """Gives audiences out."""

    database: Database
    exports: AudienceExports
    tombstones: Tombstones
    webhooks: Webhooks

    @property
    def choosing(self) -> Choosing:
        """What decides whom."""
        return Choosing(self.exports.often)

    def note(self, questions: Questions, name: str, author: str, revision: int) -> Export:
        """Choose the members of an audience and note the export; raise UnknownAudienceError or StoreError."""
        chosen = self.choosing.choose(questions, name)
        return self.note_members(questions.audience(name), chosen, questions.asking, author, revision)

    def note_members(
        self, audience: Audience, chosen: Chosen, asking: Asking, author: str, revision: int, **more: Any
    ) -> Export:
        """Note members that were chosen as an export, and return it; raise StoreError."""
        products = goal_products(audience, asking.catalog)
        counted = None if products is None else [*products]
        body = {
            "document": audience.to_json(), "goal_products": counted, "over_limit": chosen.over_limit,
            "state": "noted", **more,
        }  # fmt: skip
        name = f"ax_{secrets.token_hex(10)}"
        export = Export(name, audience.audience, asking.now, author, revision, 0, 0, body)
        with self.database.write(PATIENCE) as connection:
            patient(connection)
            self.exports.add(connection, export)
            treated = held = 0
            for part in _parts(chosen.members):
                gone = self.tombstones.erased(connection, [name for name, _ in part])
                left = [each for each in part if each[0] not in gone]
                self.exports.add_members(connection, export.export_id, left)
                treated += sum(given for _, given in left)
                held += sum(not given for _, given in left)
            export = replace(export, treated=treated, held_out=held)
            self.exports.finish(connection, export)
        return export

    def send(self, export: Export, url: str) -> Export:
        """Send the treated persons of an export to an address, batch by batch, and note it.

        Raises WebhookError with the export noted as failed, and how many batches were taken before.
        """
        self.webhooks.check(url)
        sent = 0
        try:
            for number, members in enumerate(self.exports.members(export.export_id, True, BATCH), start=1):
                document = {
                    "export_id": export.export_id, "audience": export.audience, "made_at": to_text(export.made_at),
                    "batch": number, "persons": [{"person_id": name} for name, _ in members],
                }  # fmt: skip
                self.webhooks.send(url, orjson.dumps(document), f"{export.export_id}-{number}")
                sent = number
            return self._noted(export, state="sent", batches=sent)
        except Exception as error:
            self._noted(export, state="failed", batches=sent, failed=str(error)[:300])
            raise

    def _noted(self, export: Export, **more: Any) -> Export:
        found = self.exports.get(export.export_id)
        found = replace(found, body={**found.body, **more})
        with self.database.write() as connection:
            self.exports.finish(connection, found)
        return found


def _parts(members: Sequence[Member]) -> Iterator[Sequence[Member]]:
    for start in range(0, len(members), _AT_ONCE):
        yield members[start : start + _AT_ONCE]
