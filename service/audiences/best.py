"""The best persons for a product: those of an audience, or of everybody, whom it suits most.

Persons are scored one by one with the live model, as a decision would; of more persons than are to be scored a part is
taken that is spread over all of them and always the same.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from service.audiences.choosing import Choosing, Chosen
from service.audiences.questions import Questions
from service.models import Serving
from service.stores.states import States
from slotwise.audiences import held_out
from slotwise.documents.audiences import Audience
from slotwise.errors import StateError
from slotwise.person_packing import unpack
from slotwise.reverse import Reverse

_AT_ONCE = 500
"""States that are read together."""
SAMPLE = 2_000
"""Persons that are scored unless more are asked for."""


class Best(NamedTuple):
    """One person whom a product suits."""

    person_id: str
    preference: float
    content_id: str
    held_out: bool


class Ranking(NamedTuple):
    """Persons, the best first, and how many were looked at, over their limit, or may not see the product now."""

    best: list[Best]
    members: int
    scored: int
    over_limit: int
    closed: int
    touchpoint: str


@dataclass(frozen=True)
class BestPersons:
    """Ranks persons for products."""

    states: States
    choosing: Choosing

    def rank(
        self, questions: Questions, serving: Serving, reverse: Reverse, audience: Audience, sample: int = SAMPLE
    ) -> Ranking:
        """Return the persons of an audience by how much a product suits them; raise StoreError.

        `audience` need not be of the configuration: its condition, limit and holdout are what count.
        """
        limited = self.choosing.over_limit(audience, questions.asking.now)
        never = audience.contact is not None and audience.contact.most == 0
        found, over, scored, members = list[Best](), 0, 0, 0
        catalog = serving.live.catalog
        for ids in _bites(*self._spread(questions, audience, sample)):
            members += len(ids)
            mine = [] if never else [each for each in ids if each not in limited]
            over += len(ids) - len(mine)
            packed = self.states.packed(mine)
            for name in mine:
                standing, blob = packed.get(name, (None, b""))
                if standing is None or standing.merged_into is not None:
                    continue
                scored += 1
                try:
                    state = unpack(blob)
                    suits = reverse.suits(state) if state.personalize else None
                except StateError:
                    continue
                if suits is not None:
                    found.append(
                        Best(name, suits.preference, catalog.contents.ids[suits.content], held_out(audience, name))
                    )
        found.sort(key=lambda each: (-each.preference, each.person_id))
        touchpoint = catalog.touchpoints[reverse.touchpoint].touchpoint
        return Ranking(found, members, scored, over, scored - len(found), touchpoint)

    def _spread(self, questions: Questions, audience: Audience, sample: int) -> tuple[list[str], int]:
        """Return members, spread over all of them, and how many are to be taken."""
        keys, ids = list[int](), list[str]()
        for columns, rows in questions.rows_of(audience.when):
            key = np.asarray(columns.part.array("key"))[rows]
            # By their hashes: no order of ids, and the same persons each time.
            chosen = rows[np.argsort(key, kind="stable")[:sample]] if len(rows) > sample else rows
            keys += np.asarray(columns.part.array("key"))[chosen].tolist()
            ids += [columns.part.ids[row] for row in chosen.tolist()]
        order = sorted(range(len(ids)), key=lambda place: (keys[place], ids[place]))
        return [ids[place] for place in order], sample


def chosen_of(ranking: Ranking, most: int) -> Chosen:
    """Return the best `most` persons of a ranking, treated and held out together, as members of an export."""
    return Chosen([(each.person_id, not each.held_out) for each in ranking.best[:most]], ranking.over_limit)


def _bites(ids: Sequence[str], most: int) -> Iterator[list[str]]:
    for start in range(0, min(len(ids), most), _AT_ONCE):
        yield list(ids[start : min(start + _AT_ONCE, most)])
