"""The fallback ladder: ranker, blend, popular in the scene, popular, the touchpoint's own safety list.

Every step scores candidates for the same draw under the same rules. A step that fails or comes too late
gives way to the next one; the steps from `popular` on need neither the person nor any time worth naming.
"""

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from slotwise import kernels
from slotwise.candidates.popular import Popular, PopularOptions
from slotwise.counts import DAY, HALFLIVES, INTEREST
from slotwise.decision import Ask, ServiceLevel, Wanted
from slotwise.eligibility import Eligibility
from slotwise.gather import Pool
from slotwise.lazy import lazy
from slotwise.live import Live
from slotwise.model import Model
from slotwise.moment import Moment
from slotwise.notes import Notes
from slotwise.ranked import Blocks, Part
from slotwise.retrieval.top import Ranking, top_k
from slotwise.rulebook.lifts import terms
from slotwise.shared import Shared

_HEAD = 200
"""Candidates of the popular steps."""
_STEPS = {
    ServiceLevel.RANKER: "_ranker",
    ServiceLevel.BLEND: "_blend",
    ServiceLevel.POPULAR_IN_SCENE: "_popular_in_scene",
    ServiceLevel.POPULAR: "_popular",
    ServiceLevel.SAFETY_LIST: "_safety_list",
}
"""Names of the methods: kept as bound ones they would be a circle, and a request's arrays would outlive the request."""
_SLOW = (ServiceLevel.RANKER, ServiceLevel.BLEND, ServiceLevel.POPULAR_IN_SCENE)
"""Steps that are left out when the time is up."""
_ORDER = tuple(ServiceLevel)
_FROM = {level: _ORDER[place:] for place, level in enumerate(_ORDER)}
"""The steps from each one on."""
_DAYS = HALFLIVES.index(2 * DAY)
"""Half-life of plain popularity, a place in `counts.HALFLIVES`."""

Scored = tuple[Pool, NDArray[np.float64], Blocks | None] | Part


class Step(NamedTuple):
    """What a touchpoint's slots are drawn from: m candidates, scores float64 (m,), open bool (m,) by the rules.

    `blocks` is what the ranker read of them; None on all other steps.
    """

    level: ServiceLevel
    pool: Pool
    scores: NDArray[np.float64]
    open: NDArray[np.bool_]
    left: int
    """How many are open."""
    blocks: Blocks | None = None
    aside: tuple[str, ...] = ()
    """Ids of the rules that left nothing to show, so that the touchpoint's own list answers without them."""


@dataclass(eq=False)
class Ladder:
    """Scores the candidates of one request, touchpoint by touchpoint; what they share is computed once."""

    model: Model
    live: Live
    moment: Moment
    wanted: Wanted
    eligible: Eligibility
    notes: Notes

    @lazy
    def shared(self) -> Shared:
        """What its touchpoints have in common."""
        return Shared(self.model, self.live, self.moment, self.wanted, self.eligible, self.notes)

    def climb(self, ask: Ask) -> Step:
        """Return the best step that works for a known touchpoint: it leaves something to show, or nothing does."""
        for level in _FROM[self.wanted.best]:
            if level in _SLOW and self.shared.late(ask):
                self.notes.once(f"{level}: no time left")
                continue
            try:
                pool, scores, blocks = getattr(self, _STEPS[level])(ask)
                step = self._step(ask, level, pool, scores, self.eligible.open(ask), blocks)
            except Exception as error:
                self.notes.once(f"{level}: {type(error).__name__}: {error}")
                continue
            if step.left:
                return step
        return self._left_over(ask) or _empty(self.live)

    def _step(
        self,
        ask: Ask,
        level: ServiceLevel,
        pool: Pool,
        scores: NDArray[np.float64],
        open_: NDArray[np.bool_],
        blocks: Blocks | None = None,
    ) -> Step:
        """Return a step with the terms that rules add to its scores; open_ bool (n_contents,)."""
        verdict = self.eligible.verdict(ask)
        if verdict.lifts:
            policy = verdict.policy or self.model.policy
            scores = scores + terms(verdict, pool.contents, scores, policy.temperature)
        may = np.empty(len(scores), np.bool_)
        left = kernels.load("slotwise.kernels.board").opened(scores, pool.contents, open_, may)
        if left < 0:
            raise ArithmeticError("a score is not finite")
        return Step(level, pool, scores, may, left, blocks)

    def _left_over(self, ask: Ask) -> Step | None:
        """The touchpoint's own list, where rules left nothing to show: it keeps strict rules, quotas and caps only."""
        aside = self.eligible.verdict(ask).aside
        if not aside:
            return None
        try:
            pool, scores, _ = self._safety_list(ask)
            step = self._step(ask, ServiceLevel.SAFETY_LIST, pool, scores, self.eligible.left_over(ask))
        except Exception as error:
            self.notes.once(f"{ask.touchpoint}: {type(error).__name__}: {error}")
            return None
        return step._replace(aside=aside) if step.left else None

    def _ranker(self, ask: Ask) -> Scored:
        return self.shared.part(ask)

    def _blend(self, ask: Ask) -> Scored:
        pool = self.shared.taken(ask)
        ranks = np.column_stack([pool.ranks[name] for name in self.model.generators])
        return pool, self.model.blend.score(ranks), None

    def _popular_in_scene(self, ask: Ask) -> Scored:
        # Nothing of it is fitted: a model trained without this source has it as its fallback all the same.
        popular = self.model.generators.get("popular") or Popular(PopularOptions())
        return self._by_score(popular.read(self.moment, self.live), ask)

    def _popular(self, ask: Ask) -> Scored:
        live = self.live
        return self._by_score(live.keep("popular", lambda: Ranking(live.total(INTEREST, _DAYS) + live.share())), ask)

    def _safety_list(self, ask: Ask) -> Scored:
        catalog = self.live.catalog
        listed = catalog.touchpoints[catalog.touchpoint(ask.touchpoint)].fallback
        contents = self.eligible.places(dict.fromkeys(listed if ask.candidates is None else ask.candidates))
        contents = self._with_wanted(contents, ask)
        return _pool(self.live, contents), -np.arange(len(contents), dtype=np.float64), None

    def _by_score(self, ranking: Ranking, ask: Ask) -> Scored:
        catalog, open_ = self.live.catalog, self.eligible.open(ask)
        if catalog.one_to_one:
            best: NDArray[Any] = ranking.best(_HEAD, open_)
        else:
            best = top_k(ranking.scores[catalog.contents.product], _HEAD, open_)
        pool = _pool(self.live, self._with_wanted(best, ask))
        return pool, ranking.scores[pool.products].astype(np.float64), None

    def _with_wanted(self, contents: NDArray[Any], ask: Ask) -> NDArray[Any]:
        """Contents with those behind them that rules want to have among the candidates."""
        wants = self.eligible.wants_at(ask)
        return np.concatenate([contents, np.setdiff1d(wants, contents)]) if len(wants) else contents


def _pool(live: Live, contents: NDArray[Any]) -> Pool:
    return Pool.bare(live.catalog.contents.product[contents], contents.astype(np.int32))


def _empty(live: Live) -> Step:
    return Step(ServiceLevel.SAFETY_LIST, _pool(live, np.zeros(0, np.int32)), np.zeros(0), np.zeros(0, np.bool_), 0)
