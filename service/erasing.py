"""Erasing: everything about a person goes, wherever it is kept; what was begun is always finished."""

import threading
import time
from collections.abc import Callable, Collection
from typing import Any

from service.exported import Exported
from service.log import logger
from service.moments import to_text
from service.stores.erasures import TOUCHED, Erasure, Erasures
from service.stores.tombstones import Tombstones
from slotwise.errors import PopulationError, StoreError

_log = logger("erasing")

REMAINS = (
    "aggregates that name nobody: counts of products and what was learned about products, until the next training",
    "backups, and the write-ahead log of PostgreSQL, until they are replaced",
    "an empty entry under the ids in Redis, where that is used, for an hour",
    "keyed digests of the ids, by which later events of the person are refused",
)
"""What an erasure leaves, as the receipt says it."""


class Erasing:
    """Erases persons. `wall` gives seconds UTC; `columns` drops ids from the columns of all persons."""

    def __init__(
        self,
        erasures: Erasures,
        tombstones: Tombstones,
        exported: Exported,
        wall: Callable[[], float] = time.time,
        columns: Callable[[Collection[str]], object] | None = None,
    ):
        self._erasures = erasures
        self._tombstones = tombstones
        self._exported = exported
        self._wall = wall
        self._columns = columns

    def erase(self, person_id: str, by: str | None = None, wait: bool = True) -> dict[str, Any]:
        """Erase a person and return the receipt; asked again, finish what was begun and return the same receipt.

        What is not finished at once is finished as soon as it can be; without `wait` an export of the log is brought
        up to date later. Raises UnknownPersonError, or StoreError and then nothing has happened.
        """
        receipt = self._tombstones.receipt(person_id) or self._erasures.begin(person_id, self._now(), by)
        if wait or not self._exported.there:
            self._try(receipt)
        else:
            threading.Thread(target=self._try, args=(receipt,), name="erasing", daemon=True).start()
        return self.receipt(receipt)

    def finish(self, receipt: str) -> None:
        """Do what is left to be done for an erasure; raise StoreError."""
        erasure = self._erasures.get(receipt)
        if erasure.completed_at is not None:
            return
        self._drop_columns(erasure.pending)
        if erasure.pending and not self._erasures.copied(erasure.pending):
            raise StoreError("the store of copies has not heard of it yet", hint="it will, as soon as it answers")
        if self._exported.there:
            self._exported.refresh()
        self._erasures.forget(receipt)
        self._erasures.scrub(TOUCHED)
        self._erasures.complete(receipt, self._now())

    def resume(self) -> None:
        """Finish what a fault has interrupted; what cannot be done yet is left for the next time."""
        for receipt in self._erasures.open():
            self._try(receipt)

    def _try(self, receipt: str) -> None:
        try:
            self.finish(receipt)
        except StoreError as error:
            _log.warning("erasure not finished", receipt=receipt, detail=error.detail)

    def _drop_columns(self, ids: Collection[str]) -> None:
        """Drop ids from the columns of all persons; raise StoreError while that cannot be done."""
        if self._columns is None or not ids:
            return
        try:
            self._columns(ids)
        except PopulationError as error:
            raise StoreError(f"the columns of all persons still have them: {error.detail}", hint="try again") from error

    def receipt(self, receipt: str) -> dict[str, Any]:
        """Return what a receipt says; raise UnknownErasureError or StoreError."""
        return _told(self._erasures.get(receipt))

    def receipt_of(self, person_id: str) -> str | None:
        """Return the receipt of the erasure of a person, None when they were not erased; raise StoreError."""
        return self._tombstones.receipt(person_id)

    def _now(self) -> int:
        return int(self._wall() * 1_000)


def _told(erasure: Erasure) -> dict[str, Any]:
    done = erasure.completed_at
    return {
        "receipt": erasure.receipt,
        "status": "pending" if done is None else "completed",
        "asked_at": to_text(erasure.asked_at),
        "completed_at": None if done is None else to_text(done),
        "deleted": erasure.deleted,
        "remains": list(REMAINS),
    }
