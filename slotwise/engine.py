"""decide(): the straight line from a person's state to the contents of every slot."""

from collections import Counter

import numpy as np
from numpy.typing import NDArray

from slotwise import chance, facets, moment, person
from slotwise.decision import Ask, Decision, Placement, ServiceLevel, Slate, Wanted
from slotwise.gather import Pool
from slotwise.ladder import Ladder
from slotwise.live import Live
from slotwise.model import Model
from slotwise.person import PersonState
from slotwise.policies import Drawn
from slotwise.rules import Board


def decide(model: Model, state: PersonState, wanted: Wanted, live: Live | None = None) -> Decision:
    """Return the slates of all touchpoints asked for. Pure: no network, no clock, chance only from `wanted.seed`.

    The same arguments give the same decision, bit by bit, as long as `wanted.expired` answers the same.
    Without `live` the world is as it was when the model was made. Never raises for what a person, a
    context or a rule brings along: the answer then stands on a lower step of the ladder, and says so.
    """
    live = live or model.start
    reader = state if wanted.personalize and state.personalize else person.empty(state.person_id)
    facts = facets.facts(wanted.context, reader.attributes)
    scene = wanted.scene or model.scenes.detect(facts)
    seen = moment.of_state(reader, wanted.now, facets.with_scene(facts, scene), live.catalog, model.facets)
    barred, dropped, notes = _barred(model, seen)
    ladder = Ladder(model, live, seen, wanted, barred, notes)
    luck = chance.generator("decision", wanted.seed)
    slates: list[Slate] = []
    for ask in wanted.asks:
        slates.append(_fill(ladder, ask, dropped, slates, luck))
    return Decision(scene, tuple(slates), model.policy.to_json(), tuple(ladder.notes))


def _barred(model: Model, seen: moment.Moment) -> tuple[NDArray[np.bool_], Counter[str], list[str]]:
    barred = np.zeros(len(model.catalog.products), np.bool_)
    dropped, notes = Counter[str](), []
    for rule in model.rules:
        try:
            excluded = rule.exclude(seen, model.catalog)
        except Exception as error:
            # A rule that cannot be asked might have said no.
            notes.append(f"rule {rule.name}: {type(error).__name__}: {error}")
            excluded = np.arange(len(barred), dtype=np.int32)
        dropped[rule.name] += len(np.unique(excluded[~barred[excluded]]))
        barred[excluded] = True
    return barred, dropped, notes


def _fill(ladder: Ladder, ask: Ask, dropped: Counter[str], others: list[Slate], luck: np.random.Generator) -> Slate:
    model, live = ladder.model, ladder.live
    touchpoint = live.catalog.touchpoint(ask.touchpoint)
    if touchpoint < 0:
        return _nothing(ask, "the touchpoint is not known")
    step = ladder.climb(ask, touchpoint)
    pool, scores = step.pool, step.scores
    on_page = frozenset(each.product for slate in others for each in slate.placements)
    board = Board(live.catalog.touchpoints[touchpoint], live.catalog, pool.contents, pool.products, on_page)

    def mask(drawn: list[int]) -> NDArray[np.bool_]:
        allowed = [each for rule in model.rules if (each := rule.allow(board, drawn)) is not None]
        return np.logical_and.reduce([step.open, *allowed])  # type: ignore[no-any-return]

    drawn = model.policy.draw(scores, model.fresh(live)[pool.contents], ask.slots, mask, luck)
    return Slate(
        touchpoint=ask.touchpoint,
        level=step.level,
        placements=tuple(_placement(slot, each, pool, scores) for slot, each in enumerate(drawn, start=1)),
        considered=pool.contents,
        scores=scores,
        dropped=dropped + Counter({"closed": int(len(pool) - step.open.sum())}),
        ranks=pool.ranks,
        short="" if len(drawn) == ask.slots else f"only {len(drawn)} of {len(pool)} candidates may be shown here",
    )


def _placement(slot: int, drawn: Drawn, pool: Pool, scores: NDArray[np.float64]) -> Placement:
    place = drawn.place
    return Placement(
        slot=slot,
        content=int(pool.contents[place]),
        product=int(pool.products[place]),
        score=float(scores[place]),
        propensity=drawn.propensity,
        prefix=drawn.prefix,
    )


def _nothing(ask: Ask, why: str) -> Slate:
    nothing = np.zeros(0, np.int32)
    return Slate(ask.touchpoint, ServiceLevel.SAFETY_LIST, (), nothing, np.zeros(0), {}, short=why)
