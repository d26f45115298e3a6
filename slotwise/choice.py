"""Choice: what one touchpoint's slots are drawn from: scored candidates, every rule's mask, and the policy."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from slotwise.begun import begin
from slotwise.catalog import Catalog
from slotwise.decision import Ask, Placement, Wanted
from slotwise.ladder import Ladder, Step
from slotwise.limited import Limit, Limited
from slotwise.live import Live
from slotwise.model import Model
from slotwise.person import PersonState
from slotwise.policies import Fixed, Mask, Policy
from slotwise.rulebook.slots import Slots
from slotwise.rulebook.verdict import Verdict
from slotwise.rules import Board, Rule, none_of

Allowed = NDArray[np.bool_]
"""bool (m,). A name of its own: what stands at a function inside a function is worked out in every request."""


class Choice(NamedTuple):
    """What a touchpoint's slots are drawn from: fresh bool (m,) beside the step's candidates, and every rule's mask."""

    step: Step
    fresh: NDArray[np.bool_]
    mask: Mask
    policy: Policy
    pinned: frozenset[int]
    """Slots, from 1, that a rule pins: what stands there is not the policy's doing."""
    verdict: Verdict


def choice(model: Model, state: PersonState, wanted: Wanted, live: Live, place: int = 0) -> Choice | None:
    """Return what `decide` would draw one of the touchpoints from, given by its place among those asked for.

    `wanted.page` is all that stands before it on the page. None where nothing is shown; never raises. What policies
    say of other slates is asked of it: see `Policy.chances`. Touchpoints that are asked for together share candidates.
    """
    ladder = begin(model, state, wanted, live).ladder
    on_page = standing(ladder.live.catalog, wanted.page)
    return choice_of(ladder, wanted.asks[place], on_page)


def choice_of(ladder: Ladder, ask: Ask, on_page: Sequence[Placement]) -> Choice | None:
    """Return what an ask is drawn from beside what stands on the page; None where nothing is shown."""
    model, live = ladder.model, ladder.live
    spot = ladder.eligible.spot(ask)
    if spot.open is None:
        return None
    step, verdict = ladder.climb(ask), spot.verdict
    pool = step.pool
    board = Board(
        live.catalog.touchpoints[spot.place],
        live.catalog,
        pool.contents,
        pool.products,
        frozenset([each.product for each in on_page]),
    )
    slots = slots_of(verdict, pool.contents, pool.products, ask.slots)
    mask = _mask(ladder, step, board, [each.content for each in on_page], slots)
    pinned = frozenset([each.slot for each in slots.pins] if slots else ())
    policy = (verdict.policy or model.policy).as_of(live, pool.products)
    return Choice(step, model.fresh(live).take(pool.contents), mask, policy, pinned, verdict)


def slots_of(verdict: Verdict, contents: NDArray[np.int32], products: NDArray[np.int32], slots: int) -> Slots | None:
    """Return what operators' rules say of single slots and of what stands together, None where that is nothing."""
    if not (verdict.pins or verdict.limits):
        return None
    return Slots(verdict.pins, verdict.limits, contents, products, slots) or None


def _mask(ladder: Ladder, step: Step, board: Board, on_page: Sequence[int], slots: Slots | None) -> Mask:
    """Return what may come next: open, allowed by every rule, and, whatever the rules, no content twice on a page."""
    open_ = step.open & none_of(on_page, board.contents) if on_page else step.open
    limits = _limits(ladder.model.rules, board)
    if limits is None:

        def mask(drawn: list[int]) -> Allowed:
            left = _allowed(ladder, open_, board, drawn)
            return slots.allowed(left, drawn) if slots else left

        return mask
    left = _allowed(ladder, open_, board, [])
    if slots is None:
        return Limited(left, limits) if limits else Fixed(left)
    return Limited(left, [*limits, *slots.limits], slots.pins)


def _allowed(ladder: Ladder, left: Allowed, board: Board, drawn: list[int]) -> Allowed:
    for rule in ladder.model.rules:
        try:
            allowed = rule.allow(board, drawn)
        except Exception as error:
            ladder.notes.once(f"rule {rule.name}: {type(error).__name__}: {error}")
            allowed = np.zeros(len(left), np.bool_)
        if allowed is not None:
            left = left & allowed
    return left


def _limits(rules: Sequence[Rule], board: Board) -> list[Limit] | None:
    """Return the limits of all rules, None where one of them has to be asked slot by slot."""
    found: list[Limit] = []
    for rule in rules:
        try:
            limits = rule.limits(board)
        except Exception:
            # Asked slot by slot, it may say what is the matter.
            return None
        if limits is None:
            return None
        found += limits
    return found


def standing(catalog: Catalog, page: Sequence[str]) -> list[Placement]:
    """Return what stands on the page already, in slots that count for nothing; unknown contents are none."""
    places = [place for each in page if (place := catalog.contents.ids.find(each)) >= 0]
    products = catalog.contents.product
    return [Placement(0, place, int(products[place]), 0.0, 1.0, 1.0) for place in places]
