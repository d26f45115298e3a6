"""Filling: the slates of a request, one touchpoint after the other, each drawn from its own choice."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from slotwise import chance
from slotwise.begun import Begun
from slotwise.choice import choice_of, standing
from slotwise.decision import Ask, Placement, Read, ServiceLevel, Slate
from slotwise.eligibility import Spot
from slotwise.gather import Pool
from slotwise.ladder import Ladder, Step
from slotwise.policies import Drawn


def one_by_one(begun: Begun) -> list[Slate]:
    """Return the slates of all asks in their order, whatever step of the ladder answers each of them."""
    ladder = begun.ladder
    slates: list[Slate] = []
    luck = chance.passing("decision", ladder.wanted.seed)
    on_page = standing(ladder.live.catalog, ladder.wanted.page)
    for ask in ladder.wanted.asks:
        slate = _fill(ladder, ask, begun.dropped, on_page, luck)
        on_page += slate.placements
        slates.append(slate)
    return slates


def _fill(
    ladder: Ladder, ask: Ask, dropped: Mapping[str, int], on_page: Sequence[Placement], luck: np.random.Generator
) -> Slate:
    found = choice_of(ladder, ask, on_page)
    if found is None:
        return unanswered(ladder.eligible.spot(ask))
    step, verdict = found.step, found.verdict
    pool, scores = step.pool, step.scores
    drawn = found.policy.draw(scores, found.fresh, ask.slots, found.mask, luck)
    return Slate(
        touchpoint=ask.touchpoint,
        level=step.level,
        placements=_placements(drawn, pool, scores),
        considered=pool.contents,
        scores=scores,
        dropped={**dropped, **ladder.eligible.spot(ask).dropped, "closed": len(scores) - step.left},
        ranks=pool.ranks,
        short=short(len(drawn), ask.slots, len(pool)),
        read=_read_of(drawn, step),
        aside=step.aside,
        policy=verdict.policy.to_json() if verdict.policy else {},
    )


def _read_of(drawn: list[Drawn], step: Step) -> Read | None:
    """Return copies of what the ranker read of what was drawn: the ladder uses its blocks again."""
    if step.blocks is None:
        return None
    row, block = step.blocks
    return Read(row.copy(), block[[each.place for each in drawn]])


def _placements(drawn: list[Drawn], pool: Pool, scores: NDArray[np.float64]) -> tuple[Placement, ...]:
    content, product, score = pool.contents.item, pool.products.item, scores.item
    return tuple(
        [
            Placement(slot, content(place), product(place), score(place), propensity, prefix)
            for slot, (place, propensity, prefix) in enumerate(drawn, start=1)
        ]
    )


def short(placed: int, slots: int, candidates: int) -> str:
    """Return why there are fewer placements than slots, empty where there are not."""
    if not candidates:
        return "nothing may be shown here" if slots else ""
    return "" if placed == slots else f"only {placed} of {candidates} candidates may be shown here"


def unanswered(spot: Spot) -> Slate:
    """Return the slate of a touchpoint that shows nothing: it is not known, or shut."""
    why, none = spot.verdict.shut or "the touchpoint is not known", np.zeros(0, np.int32)
    return Slate(spot.ask.touchpoint, ServiceLevel.SAFETY_LIST, (), none, np.zeros(0), {}, short=why)
