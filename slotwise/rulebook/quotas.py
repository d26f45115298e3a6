"""Quotas in one request: which are used up, and how hard guarantees pull; what lasts is asked once a minute."""

from collections.abc import Callable

from slotwise.live import Live
from slotwise.rulebook.book import Rulebook
from slotwise.rulebook.counting import pull, used_up, used_up_for
from slotwise.rulebook.effects import Lifting
from slotwise.schedule import MINUTE


class Quotas:
    """Quotas and guarantees, given by the places of their rules, at a moment (ms UTC).

    `lasting` keeps which quotas are used up as far as that stays as it is for the minute, whoever it is asked for.
    """

    def __init__(self, book: Rulebook, live: Live, now: int, lasting: dict[int, bool], note: Callable[[str], None]):
        self._lasting = lasting
        self._book = book
        self._live = live
        self._now = now
        self._note = note
        self._failed: set[int] = set()

    def full(self, quotas: tuple[int, ...]) -> tuple[int, ...]:
        """Return those that leave no room. One that cannot be counted leaves none."""
        lasting, found = self._lasting, []
        for which in quotas:
            used = lasting.get(which)
            if self._ask(which) if used is None else used:
                found.append(which)
        return tuple(found)

    def pulls(self, guarantees: tuple[int, ...]) -> tuple[tuple[Lifting, float], ...]:
        """Return the lifts of those that lag behind, with their strength. One that cannot be counted lifts nothing."""
        found = []
        for which in guarantees:
            try:
                found.append(pull(self._book, self._live, which, self._now))
            except Exception as error:
                self._tell(which, error)
        return tuple(each for each in found if each[1])

    def _ask(self, which: int) -> bool:
        if which in self._failed:
            return True
        try:
            found = used_up_for(self._book, self._live, which, self._now // MINUTE * MINUTE)
            if found is not None:
                self._lasting[which] = found
                return found
            return used_up(self._book, self._live, which, self._now)
        except Exception as error:
            self._failed.add(which)
            self._tell(which, error)
            return True

    def _tell(self, which: int, error: Exception) -> None:
        self._note(f"rule {self._book.rules[which].id}: {type(error).__name__}: {error}")
