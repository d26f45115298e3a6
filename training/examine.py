"""Examine: replay the very `decide()` at every case, for a model and everybody it is compared with."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from slotwise.decision import Ask, Decision, Wanted
from slotwise.engine import decide
from slotwise.live import Live
from slotwise.model import Model
from slotwise.person import PersonState
from slotwise.policies.greedy import Greedy
from training.answers import LEVELS, Answers, ShownLists, Trial
from training.baselines import Contender
from training.cases import Cases
from training.funnel import Funnel
from training.replay import Replay
from training.slices import wanted_products
from training.translation import Translation


class Itself(Contender):
    """The model at its best step, drawing greedily."""

    name = "model"
    title = "Model"

    def decide(self, model: Model, state: PersonState, wanted: Wanted, live: Live) -> Decision:
        """Decide as the service does."""
        return decide(model, state, wanted, live)


@dataclass(frozen=True)
class Asked:
    """One case as `decide` is asked it: the state as of the moment, and what is wanted of the decision."""

    state: PersonState
    wanted: Wanted


def ask(cases: Cases, place: int) -> Asked:
    """Return the question of a case: everything as it was at its moment, nothing from later."""
    occasions, dataset = cases.occasions, cases.dataset
    now, person = int(occasions.time[place]), int(occasions.person[place])
    facts = dataset.facets.decode(occasions.facets[place], occasions.numbers[place])
    context = {name.removeprefix("context."): each for name, each in facts.items() if name.startswith("context.")}
    attributes = {name.removeprefix("person."): each for name, each in facts.items() if name.startswith("person.")}
    person_id = dataset.persons[person] if person >= 0 else ""
    state = cases.histories.state(person, now, person_id, dataset.catalog, attributes)
    touchpoint = _touchpoint(cases, place)
    scene = facts.get("scene")
    wanted = Wanted(
        asks=(Ask(touchpoint, cases.depth),),
        now=now,
        seed=f"case {place}",
        context=context,
        scene=None if scene is None else str(scene),
    )
    return Asked(state, wanted)


def examine(
    model: Model,
    cases: Cases,
    contenders: Mapping[str, Contender],
    trial: Trial,
    watch: Callable[[str, float], None],
    tick: int,
    funnel: Funnel | None = None,
) -> dict[str, Answers]:
    """Return everybody's answers in the codes of the cases' data set; the funnel counts the first contender's."""
    greedy = replace(model, policy=Greedy())
    free = replace(greedy, rules=())
    words = Translation.between(cases.dataset, model)
    sheets = {name: Sheet(cases, words) for name in contenders}
    moves = model.trail.transitions is not None
    replay = Replay(words.events(cases.log), model.catalog, model.facets, model.counts.seen, tick, moves)
    first, wanted = next(iter(contenders)), _wanted_by_case(cases)
    promoted = words.product_back[model.catalog.contents.product]
    for place in range(len(cases)):
        if place % 20 == 0:
            watch("replaying held-out occasions", place / len(cases))
        question = ask(cases, place)
        live = replay.live(question.wanted.now if cases.at is None else cases.at)
        for name, contender in contenders.items():
            decision = contender.decide(greedy, question.state, question.wanted, live)
            sheets[name].write(place, decision)
            if funnel is not None and name == first:
                funnel.add(decision, wanted[place], promoted)
            if cases.occasions.slots is not None:
                # What was shown was allowed then, whatever the rules say now.
                given = _given(cases, place, question.wanted)
                sheets[name].write_shown(place, contender.decide(free, question.state, given, live))
    return {name: sheet.answers(name, trial) for name, sheet in sheets.items()}


def _wanted_by_case(cases: Cases) -> list[NDArray[np.int32]]:
    products, owner = wanted_products(cases)
    return np.split(products, np.searchsorted(owner, np.arange(1, len(cases))))


def _touchpoint(cases: Cases, place: int) -> str:
    touchpoints = cases.dataset.catalog.touchpoints
    code = int(cases.occasions.touchpoint[place])
    return touchpoints[max(code, 0)].touchpoint


def _given(cases: Cases, place: int, wanted: Wanted) -> Wanted:
    rows = slice(cases.occasions.start[place], cases.occasions.start[place + 1])
    ids = cases.dataset.catalog.contents.ids
    shown = tuple(ids[int(content)] for content in cases.occasions.wanted[rows] if content >= 0)
    asks = tuple(replace(each, candidates=shown, slots=max(len(shown), 1)) for each in wanted.asks)
    return replace(wanted, asks=asks)


class Sheet:
    """Takes down one contender's decisions as arrays, in the codes of the data set."""

    def __init__(self, cases: Cases, words: Translation):
        count, depth = len(cases), cases.depth
        self.cases = cases
        self.words = words
        self.products = np.full((count, depth), -1, np.int32)
        self.scores = np.full((count, depth), np.nan)
        self.level = np.zeros(count, np.int8)
        self.shown = np.full(len(cases.occasions.wanted), -np.inf)

    def write(self, place: int, decision: Decision) -> None:
        """Take down the placements of one case."""
        slate = decision.slates[0]
        placed = slate.placements
        self.products[place, : len(placed)] = [self.words.product_back[each.product] for each in placed]
        self.scores[place, : len(placed)] = [each.score for each in placed]
        self.level[place] = LEVELS.index(slate.level)

    def write_shown(self, place: int, decision: Decision) -> None:
        """Take down the scores of the contents that were shown."""
        slate, occasions = decision.slates[0], self.cases.occasions
        rows = slice(occasions.start[place], occasions.start[place + 1])
        contents = occasions.wanted[rows]
        considered = self.words.content_back[slate.considered]
        order = np.argsort(considered, kind="stable")
        at = np.minimum(np.searchsorted(considered[order], contents), max(len(order) - 1, 0))
        if len(order):
            found = considered[order][at] == contents
            self.shown[rows] = np.where(found, slate.scores[order][at], -np.inf)

    def answers(self, name: str, trial: Trial) -> Answers:
        """Return everything that was taken down."""
        occasions, lists = self.cases.occasions, None
        if occasions.slots is not None:
            lists = ShownLists(occasions.start, self.shown, occasions.labels, occasions.slots)
        return Answers(name, trial, self.products, hits(self.cases, self.products), self.scores, self.level, lists)


def hits(cases: Cases, products: NDArray[np.int32]) -> NDArray[np.bool_]:
    """Return bool (n, depth): the first placement of every wanted product; products int32 (n, depth)."""
    wanted, owner = wanted_products(cases)
    size = len(cases.dataset.catalog.products) + 1
    keys = owner * size + wanted
    case = np.arange(len(products))[:, None] * size
    hit = np.isin(case + products, keys) & (products >= 0)
    flat = np.where(hit, case + products, -1).ravel()
    first = np.zeros(flat.size, bool)
    first[np.unique(flat, return_index=True)[1]] = True
    return hit & first.reshape(products.shape)
