"""decide(): the straight line from a person's state to the contents of every slot."""

from collections.abc import Sequence
from typing import NamedTuple

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
from slotwise.rulebook.verdict import Verdict
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
    luck = chance.passing("decision", wanted.seed)
    on_page, slates = _standing(begun.ladder.live.catalog, wanted.page), []
    for ask in wanted.asks:
        slate = _fill(begun.ladder, ask, begun.dropped, on_page, luck)
        on_page += slate.placements
        slates.append(slate)
    return Decision(begun.situation.scene, tuple(slates), model.policy.to_json(), tuple(begun.ladder.notes))


class Begun(NamedTuple):
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


def _barred(model: Model, seen: Moment, notes: list[str]) -> tuple[Allowed | None, Counts]:
    """Return what the rules exclude, bool (n_products,), and how many products each rule was the first to exclude.

    None where they exclude nothing.
    """
    barred: Allowed | None = None
    dropped: Counts = {}
    for rule in model.rules:
        new = 0
        if type(rule).exclude is not Rule.exclude:
            barred, new = _excluded(rule, barred, model.catalog, seen, notes)
        dropped[rule.name] = dropped.get(rule.name, 0) + new
    return barred, dropped


def _excluded(
    rule: Rule, barred: Allowed | None, catalog: Catalog, seen: Moment, notes: list[str]
) -> tuple[Allowed | None, int]:
    """Return what is barred with a rule, and how many products that are more."""
    try:
        excluded = rule.exclude(seen, catalog)
        if not len(excluded):
            return barred, 0
        barred = np.zeros(len(catalog.products), np.bool_) if barred is None else barred
        new = len(set(excluded[~barred[excluded]].tolist()))
        barred[excluded] = True
        return barred, new
    except Exception as error:
        # A rule that cannot be asked might have said no.
        notes.append(f"rule {rule.name}: {type(error).__name__}: {error}")
        before = 0 if barred is None else int(np.count_nonzero(barred))
        return np.ones(len(catalog.products), np.bool_), len(catalog.products) - before


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
    on_page = _standing(ladder.live.catalog, wanted.page)
    found = _choice(ladder, wanted.asks[place], on_page)
    return None if isinstance(found, str) else found


def _fill(ladder: Ladder, ask: Ask, dropped: Counts, on_page: Sequence[Placement], luck: np.random.Generator) -> Slate:
    found = _choice(ladder, ask, on_page)
    if isinstance(found, str):
        return _nothing(ask, found)
    step, verdict = found.step, found.verdict
    pool, scores = step.pool, step.scores
    drawn = found.policy.draw(scores, found.fresh, ask.slots, found.mask, luck)
    return Slate(
        touchpoint=ask.touchpoint,
        level=step.level,
        placements=_placements(drawn, pool, scores),
        considered=pool.contents,
        scores=scores,
        dropped={**dropped, **verdict.dropped, "closed": len(scores) - step.left},
        ranks=pool.ranks,
        short="" if len(drawn) == ask.slots else f"only {len(drawn)} of {len(pool)} candidates may be shown here",
        read=_read_of(drawn, step),
        aside=step.aside,
        policy=verdict.policy.to_json() if verdict.policy else {},
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
        frozenset([each.product for each in on_page]),
    )
    slots = _slots(verdict, pool, ask.slots)
    mask = _mask(ladder, step, board, [each.content for each in on_page], slots)
    pinned = frozenset([each.slot for each in slots.pins] if slots else ())
    policy = (verdict.policy or model.policy).as_of(live, pool.products)
    return Choice(step, model.fresh(live).take(pool.contents), mask, policy, pinned, verdict)


def _slots(verdict: Verdict, pool: Pool, slots: int) -> Slots | None:
    """Return what operators' rules say of single slots and of what stands together, None where that is nothing."""
    if not (verdict.pins or verdict.limits):
        return None
    return Slots(verdict.pins, verdict.limits, pool.contents, pool.products, slots) or None


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
    content, product, score = pool.contents.item, pool.products.item, scores.item
    return tuple(
        [
            Placement(slot, content(place), product(place), score(place), propensity, prefix)
            for slot, (place, propensity, prefix) in enumerate(drawn, start=1)
        ]
    )


def _standing(catalog: Catalog, page: Sequence[str]) -> list[Placement]:
    """Return what stands on the page already, in slots that count for nothing; unknown contents are none."""
    places = [place for each in page if (place := catalog.contents.ids.find(each)) >= 0]
    products = catalog.contents.product
    return [Placement(0, place, int(products[place]), 0.0, 1.0, 1.0) for place in places]


def _nothing(ask: Ask, why: str) -> Slate:
    nothing = np.zeros(0, np.int32)
    return Slate(ask.touchpoint, ServiceLevel.SAFETY_LIST, (), nothing, np.zeros(0), {}, short=why)
