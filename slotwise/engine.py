"""decide(): the straight line from a person's state to the contents of every slot."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from slotwise import chance, person
from slotwise.catalog import Catalog
from slotwise.decision import Ask, Decision, Placement, Read, ServiceLevel, Slate, Wanted
from slotwise.eligibility import Eligibility
from slotwise.gather import Pool
from slotwise.ladder import Ladder, Step
from slotwise.limited import Limit, Limited
from slotwise.live import Live
from slotwise.model import Model
from slotwise.moment import Moment
from slotwise.person import PersonState
from slotwise.policies import Drawn, Fixed, Mask, Policy
from slotwise.rulebook.ruling import Ruling
from slotwise.rulebook.slots import Slots
from slotwise.rules import Board, Rule, none_of
from slotwise.situation import Situation, nobodys, situation

Counts = dict[str, int]
Allowed = NDArray[np.bool_]
"""bool (m,). A name of its own: what stands at a function inside a function is worked out in every request."""


def decide(model: Model, state: PersonState, wanted: Wanted, live: Live | None = None) -> Decision:
    """Return the slates of all touchpoints asked for. Pure: no network, no clock, chance only from `wanted.seed`.

    The same arguments give the same decision, bit by bit, as long as `wanted.expired` answers the same.
    Without `live` the world is as it was when the model was made. Never raises for what a person, a
    context or a rule brings along: the answer then stands on a lower step of the ladder, and says so.
    """
    begun = begin(model, state, wanted, live or model.start)
    luck = chance.generator("decision", wanted.seed)
    before = [_standing(begun.ladder.live.catalog, wanted.page)] if wanted.page else []
    slates = list(before)
    for ask in wanted.asks:
        slates.append(_fill(begun.ladder, ask, begun.dropped, slates, luck))
    made = tuple(slates[len(before) :])
    return Decision(begun.situation.scene, made, model.policy.to_json(), tuple(begun.ladder.notes))


@dataclass(frozen=True)
class Begun:
    """A request up to where candidates are scored: who and when, what the model's rules exclude, and the ladder."""

    situation: Situation
    dropped: Counts
    ladder: Ladder


def begin(model: Model, state: PersonState, wanted: Wanted, live: Live) -> Begun:
    """Return what every touchpoint of a request shares; never raises either."""
    reader = person.readable(state, wanted.personalize)
    notes: list[str] = []
    found, known = _situation(model, reader, wanted, live, notes)
    barred, dropped = _barred(model, found.moment, notes)
    ruling = None
    if model.rulebook is not None:
        notes += model.rulebook.faults
        # Where the person cannot be read every condition fails, and what might close does.
        ruling = Ruling(model.rulebook, live, found.moment, found.facts if known else None, notes.append)
    ladder = Ladder(model, live, found.moment, wanted, Eligibility(model, live, wanted, barred, ruling), notes)
    return Begun(found, dropped, ladder)


def _situation(
    model: Model, reader: PersonState, wanted: Wanted, live: Live, notes: list[str]
) -> tuple[Situation, bool]:
    """Return the situation and whether it is the person's; nobody's when state or context cannot be read."""
    try:
        return situation(model, reader, wanted, live), True
    except Exception as error:
        notes.append(f"state: {type(error).__name__}: {error}")
        return nobodys(model, wanted), False


def _barred(model: Model, seen: Moment, notes: list[str]) -> tuple[NDArray[np.bool_], Counts]:
    """Return what the rules exclude, bool (n_products,), and how many products each rule was the first to exclude."""
    barred = np.zeros(len(model.catalog.products), np.bool_)
    dropped: Counts = {}
    for rule in model.rules:
        try:
            excluded = rule.exclude(seen, model.catalog)
            new = len(set(excluded[~barred[excluded]].tolist())) if len(excluded) else 0
            barred[excluded] = True
        except Exception as error:
            # A rule that cannot be asked might have said no.
            notes.append(f"rule {rule.name}: {type(error).__name__}: {error}")
            new = len(barred) - int(np.count_nonzero(barred))
            barred[:] = True
        dropped[rule.name] = dropped.get(rule.name, 0) + new
    return barred, dropped


@dataclass(frozen=True)
class Choice:
    """What a touchpoint's slots are drawn from: fresh bool (m,) beside the step's candidates, and every rule's mask."""

    step: Step
    fresh: NDArray[np.bool_]
    mask: Mask
    policy: Policy
    pinned: frozenset[int]
    """Slots, from 1, that a rule pins: what stands there is not the policy's doing."""


def choice(model: Model, state: PersonState, wanted: Wanted, live: Live, place: int = 0) -> Choice | None:
    """Return what `decide` would draw one of the touchpoints from, given by its place among those asked for.

    `wanted.page` is all that stands before it on the page. None where nothing is shown; never raises. What policies
    say of other slates is asked of it: see `Policy.chances`. Touchpoints that are asked for together share candidates.
    """
    ladder = begin(model, state, wanted, live).ladder
    on_page = _standing(ladder.live.catalog, wanted.page).placements
    found = _choice(ladder, wanted.asks[place], on_page)
    return None if isinstance(found, str) else found


def _fill(ladder: Ladder, ask: Ask, dropped: Counts, others: list[Slate], luck: np.random.Generator) -> Slate:
    found = _choice(ladder, ask, [each for slate in others for each in slate.placements])
    if isinstance(found, str):
        return _nothing(ask, found)
    step = found.step
    pool, scores = step.pool, step.scores
    drawn = found.policy.draw(scores, found.fresh, ask.slots, found.mask, luck)
    closed = len(pool) - int(np.count_nonzero(step.open))
    return Slate(
        touchpoint=ask.touchpoint,
        level=step.level,
        placements=_placements(drawn, pool, scores),
        considered=pool.contents,
        scores=scores,
        dropped={**dropped, **ladder.eligible.verdict(ask).dropped, "closed": closed},
        ranks=pool.ranks,
        short="" if len(drawn) == ask.slots else f"only {len(drawn)} of {len(pool)} candidates may be shown here",
        read=_read_of(drawn, step),
        aside=step.aside,
        policy=found.policy.to_json() if ladder.eligible.verdict(ask).policy else {},
    )


def _choice(ladder: Ladder, ask: Ask, on_page: Sequence[Placement]) -> Choice | str:
    """Return what an ask is drawn from beside what stands on the page, or why nothing can be shown."""
    model, live = ladder.model, ladder.live
    touchpoint = live.catalog.touchpoint(ask.touchpoint)
    if touchpoint < 0:
        return "the touchpoint is not known"
    verdict = ladder.eligible.verdict(ask)
    if verdict.shut:
        return verdict.shut
    step = ladder.climb(ask)
    pool = step.pool
    board = Board(
        live.catalog.touchpoints[touchpoint],
        live.catalog,
        pool.contents,
        pool.products,
        frozenset(each.product for each in on_page),
    )
    slots = Slots(verdict.pins, verdict.limits, pool.contents, pool.products, ask.slots)
    mask = _mask(ladder, step, board, frozenset(each.content for each in on_page), slots)
    pinned = frozenset(each.slot for each in slots.pins)
    policy = (verdict.policy or model.policy).as_of(live, pool.products)
    return Choice(step, model.fresh(live)[pool.contents], mask, policy, pinned)


def _mask(ladder: Ladder, step: Step, board: Board, on_page: frozenset[int], slots: Slots) -> Mask:
    """Return what may come next: open, allowed by every rule, and, whatever the rules, no content twice on a page."""
    open_ = step.open & none_of(on_page, board.contents, len(board.catalog.contents)) if on_page else step.open
    limits = _limits(ladder.model.rules, board)
    if limits is None:

        def mask(drawn: list[int]) -> Allowed:
            left = _allowed(ladder, open_, board, drawn)
            return slots.allowed(left, drawn) if slots else left

        return mask
    left = _allowed(ladder, open_, board, [])
    return Limited(left, [*limits, *slots.limits], slots.pins) if limits or slots else Fixed(left)


def _allowed(ladder: Ladder, left: Allowed, board: Board, drawn: list[int]) -> Allowed:
    for rule in ladder.model.rules:
        try:
            allowed = rule.allow(board, drawn)
        except Exception as error:
            ladder.note(f"rule {rule.name}: {type(error).__name__}: {error}")
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


def _read_of(drawn: list[Drawn], step: Step) -> Read | None:
    """Return copies of what the ranker read of what was drawn: the ladder uses its blocks again."""
    if step.blocks is None:
        return None
    row, block = step.blocks
    return Read(row.copy(), block[[each.place for each in drawn]])


def _placements(drawn: list[Drawn], pool: Pool, scores: NDArray[np.float64]) -> tuple[Placement, ...]:
    places = [each.place for each in drawn]
    found = zip(pool.contents[places].tolist(), pool.products[places].tolist(), scores[places].tolist(), strict=True)
    return tuple(
        Placement(slot, content, product, score, each.propensity, each.prefix)
        for slot, ((content, product, score), each) in enumerate(zip(found, drawn, strict=True), start=1)
    )


def _standing(catalog: Catalog, page: Sequence[str]) -> Slate:
    """Return what stands on the page already as the slate of a touchpoint without a name; unknown contents are none."""
    places = [place for each in page if (place := catalog.contents.ids.find(each)) >= 0]
    products = catalog.contents.product
    placements = (Placement(0, place, int(products[place]), 0.0, 1.0, 1.0) for place in places)
    nothing = np.zeros(0, np.int32)
    return Slate("", ServiceLevel.SAFETY_LIST, tuple(placements), nothing, np.zeros(0), {})


def _nothing(ask: Ask, why: str) -> Slate:
    nothing = np.zeros(0, np.int32)
    return Slate(ask.touchpoint, ServiceLevel.SAFETY_LIST, (), nothing, np.zeros(0), {}, short=why)
