"""Rivals: what two versions would show to the same requests, and how likely each content is clicked."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import NamedTuple

import duckdb
import numpy as np

from slotwise import log
from slotwise.chance import generator
from slotwise.decision import Ask, ServiceLevel, Wanted
from slotwise.engine import decide
from slotwise.interleaving import FEWEST_SLOTS
from slotwise.interleaving.team_draft import ONE, OTHER, draft
from slotwise.model import Model
from slotwise.person import PersonState
from training.simulate.attraction import examination
from training.simulate.clock import FloatArray, IntArray
from training.simulate.ids import person_name
from training.simulate.requests import Request
from training.simulate.world import World
from training.states import States

SLOTS = 5
"""Most slots of a touchpoint that is compared."""
PERSONS, REQUESTS, DRAWN = 400, 5, 60_000
"""Persons of a month, requests of each at most, and requests of a day of which they are taken."""
FALLS = list(product((ONE, OTHER), repeat=(SLOTS + 1) // 2))
_CREDIT = {ONE: -1, OTHER: 1, None: 0}


class Rivals(NamedTuple):
    """One request: the lists of both versions, as places of `liked`, the chances of a click on what is looked at."""

    person: int
    slots: int
    one: list[int]
    other: list[int]
    liked: FloatArray


class Asked(NamedTuple):
    """A request of a person, for one touchpoint with slots enough."""

    person: int
    request: Request
    touchpoint: str
    slots: int


class Month(NamedTuple):
    """Requests of n persons, and what the log's 28 days tell."""

    asked: list[Asked]
    decisions: IntArray
    """int64 (n,): how many such slates each person was shown."""
    per_click: float
    """Conversions that a click led to."""
    conversions: float
    """Variance over persons of their conversions, however they came to them."""


class Coins(NamedTuple):
    """Chance that falls as it is told."""

    falls: Sequence[int]
    used: list[int]

    def random(self) -> float:
        """Return a number that makes the next team begin."""
        self.used.append(0)
        return (0.25, 0.75)[self.falls[len(self.used) - 1]]


def month_of(world: World, folder: Path, seed: int, persons: int = PERSONS) -> Month:
    """Choose persons evenly, however often they come, and some of each one's requests for large touchpoints."""
    places = {row.touchpoint: row.slots for row in world.catalog.seeds.touchpoints if row.slots >= FEWEST_SLOTS}
    of_person: dict[int, list[Asked]] = {}
    for request in world.requests(DRAWN, seed=seed):
        name = next((each for each in request.touchpoints if each in places), None)
        kept = of_person.setdefault(request.person, [])
        if name is not None and len(kept) < REQUESTS:
            kept.append(Asked(0, request, name, places[name]))
    known = sorted(person for person, kept in of_person.items() if kept)
    chosen = generator("interleaving", str(seed), "persons").permutation(known)[:persons].tolist()
    shown = _shown(folder, sorted(places))
    asked = [each._replace(person=code) for code, person in enumerate(chosen) for each in of_person[person]]
    decisions = np.array([max(shown.get(person_name(person), 0), 1) for person in chosen])
    return Month(asked, decisions, *_converted(folder))


def _shown(folder: Path, touchpoints: Sequence[str]) -> dict[str, int]:
    """How many slates of some touchpoints the log showed each person."""
    names = ", ".join(f"'{each}'" for each in touchpoints)
    return dict(
        duckdb.execute(
            f"SELECT {log.PERSON}, count(DISTINCT {log.DECISION} || {log.TOUCHPOINT}) "
            f"FROM '{folder / log.DECISIONS_FILE}' WHERE {log.TOUCHPOINT} IN ({names}) GROUP BY {log.PERSON}"
        ).fetchall()
    )


def _converted(folder: Path) -> tuple[float, float]:
    """Conversions that name a decision, over clicks; and the variance of a person's conversions."""
    bought, events = f"FILTER ({log.TYPE} = 'convert')", folder / log.EVENTS_FILE
    found = duckdb.execute(
        f"WITH n AS (SELECT count(*) {bought} AS every, count({log.DECISION}) {bought} AS led, "
        f"count(*) FILTER ({log.TYPE} = 'click') AS clicks FROM '{events}' GROUP BY {log.PERSON}) "
        f"SELECT sum(led) / greatest(sum(clicks), 1), coalesce(var_samp(every), 0) FROM n"
    ).fetchone()
    assert found is not None
    return float(found[0]), float(found[1])


def ranked(world: World, states: States, asked: Sequence[Asked], model: Model, best: ServiceLevel) -> list[Rivals]:
    """Return what the model would show to each request, and what it would if `best` were its highest step."""
    known: dict[str, PersonState] = {}
    found = []
    for number, each in enumerate(asked):
        who, request = each.request.person_id, each.request
        state = known.setdefault(who, known[who] if who in known else states.at(who, world.end_ms))
        wanted = Wanted((Ask(each.touchpoint, each.slots),), request.occurred_at, f"request {number}", request.context)
        slates = [
            [model.catalog.contents.ids[placed.content] for placed in decide(model, state, asking).slates[0].placements]
            for asking in (wanted, replace(wanted, best=best))
        ]
        union = list(dict.fromkeys([*slates[0], *slates[1]]))
        lists = [[union.index(content) for content in slate] for slate in slates]
        liked = world.click_probability(request, each.touchpoint, union)
        found.append(Rivals(each.person, each.slots, lists[0], lists[1], liked))
    return found


def drafted(rivals: Rivals, falls: Sequence[int]) -> list[tuple[int, int | None]]:
    """Return content and team by slot where the coins fall so."""
    picks = draft(rivals.one, rivals.other, rivals.slots, Coins([*falls, *falls], []))
    return [(each.content, each.team) for each in picks]


def alone(rivals: Rivals) -> list[FloatArray]:
    """Return the chances of a click in the slots of either version's own slate, (SLOTS,) each."""
    return [looked_at(rivals.liked[slate]) for slate in (rivals.one, rivals.other)]


def drafts(rivals: Rivals) -> tuple[list[FloatArray], list[IntArray]]:
    """Return, by fall of the coins, the chances of a click and the credit (-1, 0, 1) of each slot."""
    slates = [drafted(rivals, falls) for falls in FALLS]
    chances = [looked_at(rivals.liked[[content for content, _ in picks]]) for picks in slates]
    return chances, [_padded(np.array([_CREDIT[team] for _, team in picks], np.int64)) for picks in slates]


def looked_at(liked: FloatArray) -> FloatArray:
    """Return the chances of a click in the slots from the first one on, 0 in those that are not there."""
    found: FloatArray = _padded(liked * examination(np.arange(1, len(liked) + 1)))
    return found


def _padded(values: np.ndarray) -> np.ndarray:
    found = np.zeros(SLOTS, values.dtype)
    found[: len(values)] = values
    return found
