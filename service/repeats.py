"""Repeats: the same request id gets the same answer, from this worker's memory or from the store."""

from collections import OrderedDict
from threading import Lock

from service.stores.decisions import Answered, Decisions
from slotwise.errors import RepeatError, StoreError


class Repeats:
    """Answers given in the last `seconds`, at most `entries` of them in memory."""

    def __init__(self, store: Decisions, seconds: int, entries: int):
        self._store = store
        self._age = seconds * 1_000
        self._entries = entries
        self._kept: OrderedDict[str, Answered] = OrderedDict()
        self._lock = Lock()

    def find(self, request_id: str, person_id: str, now: int) -> Answered | None:
        """Return the answer that a request id has had, or None; `now` is ms UTC.

        Raises RepeatError when it was given to somebody else: an answer is personal.
        """
        found = self._kept.get(request_id) or self._stored(request_id)
        if found is None or now - found.decided_at > self._age:
            return None
        if found.person_id != person_id:
            raise RepeatError(
                "this request_id has been used for another person",
                hint="make a new request_id for every request",
                pointer="/request_id",
                given=request_id,
            )
        return found

    def keep(self, request_id: str, answered: Answered) -> None:
        """Remember an answer."""
        with self._lock:
            self._kept[request_id] = answered
            self._kept.move_to_end(request_id)
            while len(self._kept) > self._entries:
                self._kept.popitem(last=False)

    def _stored(self, request_id: str) -> Answered | None:
        try:
            return self._store.answered(request_id)
        except StoreError:
            # A repeat that gets a new answer is better than none.
            return None
