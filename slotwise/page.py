"""Page: the slates of all touchpoints of a request at once, where the ranker scored what all of them take.

By two compiled calls, bit by bit what `filling` gives touchpoint by touchpoint. It is left to that where somebody has
to be asked in between: a rule of the model's own, a policy with a draw of its own, a lower step of the ladder.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np

from slotwise import kernels
from slotwise.begun import Begun
from slotwise.bounds import bounds
from slotwise.decision import Ask, ByName, Placement, Read, ServiceLevel, Slate
from slotwise.drawing import Codes, Page, drawn, seats
from slotwise.eligibility import Spot
from slotwise.filling import short, unanswered
from slotwise.ladder import Ladder
from slotwise.policies import Policy
from slotwise.ranked import Ranked
from slotwise.rulebook.lifts import terms


def at_once(begun: Begun) -> list[Slate] | None:
    """Return the slates of all asks in their order, or None where they have to be filled one by one."""
    ladder, model = begun.ladder, begun.ladder.model
    rules = model.on_page
    if rules is None or not kernels.compiled() or ladder.shared.page is None:
        return None
    spots = ladder.shared.spots
    policies = [each.verdict.policy or model.policy for each in spots]
    odds = [each.odds for each in policies]
    if None in odds:
        return None
    try:
        ranked = _lifted(ladder.shared.page, spots, policies)
        bound = bounds(ladder.live.catalog, ranked, spots, rules.alone)
    except Exception:
        # Asked one by one, each says what is the matter with it.
        return None
    if bound is None:
        return None
    seated = seats(tuple([each.ask.slots for each in spots]), tuple(odds))
    once = rules.once + (rules.once and ladder.live.catalog.one_to_one)
    page = drawn(ranked, seated, bound, model.fresh(ladder.live), once, _before(ladder), ladder.wanted.seed)
    return None if page is None else _slates(begun, ranked, seated.begins, page)


def _lifted(ranked: Ranked, spots: Sequence[Spot], policies: Sequence[Policy]) -> Ranked:
    """Add what operators' rules add to scores, touchpoint by touchpoint."""
    if True not in [each.verdict.lifts for each in spots]:
        return ranked
    scores = ranked.scores.copy()
    for number, (spot, policy) in enumerate(zip(spots, policies, strict=True)):
        if spot.verdict.lifts:
            part = slice(*ranked.ends[number : number + 2])
            scores[part] += terms(spot.verdict, ranked.pool.contents[part], scores[part], policy.temperature)
    return ranked._replace(scores=scores)


def _before(ladder: Ladder) -> Codes:
    """int32 (2, s): contents and products that stand on the page already."""
    if not ladder.wanted.page:
        return _NOBODY
    contents = ladder.eligible.places(ladder.wanted.page)
    return np.array([contents, ladder.live.catalog.contents.product[contents]], np.int32)


def _slates(begun: Begun, ranked: Ranked, begins: list[int], page: Page) -> list[Slate]:
    """Return the slates of what is drawn, and those of touchpoints that show nothing."""
    slates: list[Slate] = []
    number = 0
    # The block is large and its placements are few.
    matches = ranked.block.T.take(page.places, axis=1).T
    (contents, products), (scores, propensities, prefixes) = page.codes, page.numbers
    for spot in begun.ladder.eligible.spots:
        ask = spot.ask
        if spot.open is None:
            slates.append(unanswered(spot))
            continue
        first, last, begin, count = *ranked.ends[number : number + 2], begins[number], page.counts[number]
        number += 1
        dropped = {**begun.dropped, **spot.dropped, "closed": 0}
        policy = spot.verdict.policy.to_json() if spot.verdict.policy else {}
        if first == last:
            slates.append(_nothing(ask, dropped, policy))
            continue
        own = slice(begin, begin + count)
        columns = contents[own], products[own], scores[own], propensities[own], prefixes[own]
        slate = Slate(
            ask.touchpoint,
            ServiceLevel.RANKER,
            tuple(map(Placement, range(1, count + 1), *columns)),
            ranked.pool.contents[first:last],
            ranked.scores[first:last],
            dropped,
            ByName(ranked.pool.sources, ranked.pool.ranked[:, first:last]),
            short(count, ask.slots, last - first),
            Read(ranked.rows[number - 1], matches[own]),
            policy=policy,
        )
        slates.append(slate)
    return slates


def _nothing(ask: Ask, dropped: dict[str, int], policy: dict[str, Any]) -> Slate:
    """Return the slate of a touchpoint where no step of the ladder has anything to show."""
    none, ranks = np.zeros(0, np.int32), ByName((), np.zeros((0, 0), np.float32))
    why = short(0, ask.slots, 0)
    return Slate(ask.touchpoint, ServiceLevel.SAFETY_LIST, (), none, np.zeros(0), dropped, ranks, why, policy=policy)


_NOBODY = np.empty((2, 0), np.int32)
