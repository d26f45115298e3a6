"""Replaying: every logged slate is put to the champion and to each candidate, as of its moment.

States, counts and scenes are folded from the log as evaluation folds them; nothing from later is seen. The champion is
asked too: it says how probable each content was in its slot whatever stood before it, which no log can hold, and where
it does not say again what was logged the log was made under something that is not at hand any more.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from slotwise.live import Live
from slotwise.model import Model
from slotwise.off_policy import checks
from slotwise.off_policy.audit import Audit
from slotwise.off_policy.logged import Logged, Target
from slotwise.off_policy.reward_model import RewardModel, cross_fitted
from training.cases import Cases
from training.examine import ask
from training.histories import Histories
from training.occasions import of_impressions
from training.off_policy.asking import Said, said
from training.off_policy.decisions import Decisions
from training.off_policy.pages import Pages
from training.replay import Replay
from training.translation import Translation

SAME = 0.25
"""How far, of itself, a propensity that is made again may be from the logged one: product counts are as of a tick."""
ENOUGH = 0.8
"""Share of placements whose propensity must come out again, or nothing is made of the champion's other numbers."""
Watch = Callable[[str, float], None]


@dataclass(frozen=True)
class Replayed:
    """A log as it was, what each candidate says of it, and how well the champion repeats itself.

    touchpoint int64 (n,) and content int64 (n,) of each placement; pinned: how many were left out because a rule
    decided; same: share of placements whose propensity came out again.
    """

    logged: Logged
    targets: Mapping[str, Target]
    touchpoint: NDArray[np.int64]
    audit: Audit
    pinned: int
    same: float


class _Asker:
    """One model over the moments of the log, in the order of time."""

    def __init__(self, model: Model, cases: Cases, tick: int):
        self.model = model
        self.words = Translation.between(cases.dataset, model)
        events, moves = self.words.events(cases.log), model.trail.transitions is not None
        self.replay = Replay(events, model.catalog, model.facets, model.counts.seen, 1, moves)
        self.tick, self.since = tick, cases.since

    def live(self, now: int) -> Live:
        """Return the world as of the last refresh, ms UTC; refreshes are counted from the log's first decision."""
        return self.replay.live(self.since + (now - self.since) // self.tick * self.tick)


class _Columns:
    """What is taken down of one model, a row a placement."""

    def __init__(self, rows: int):
        self.conditional, self.prefix, self.own, self.expected, self.following, self.rare = np.zeros((6, rows))
        self.knows = True

    def target(self, predicted: NDArray[np.float64], by_slot: bool) -> Target:
        known = by_slot and self.knows
        own, expected, rare = (self.own, self.expected, self.rare) if known else (None, None, None)
        return Target(own, self.prefix, predicted, expected, self.following, rare)


def replay(
    decisions: Decisions,
    champion: Model | None,
    candidates: Mapping[str, Model],
    tick: int,
    watch: Watch = lambda what, done: None,
) -> Replayed:
    """Ask the champion and every candidate about every slate; `tick` is how often counts were refreshed, in ms.

    Without the champion probabilities by slot are known only where every slate has one placement.
    """
    cases, shown = _cases(decisions), decisions.shown
    contents = len(decisions.dataset.catalog.contents)
    bare = decisions.logged(None)
    model = cross_fitted(bare, shown.content.astype(np.int64), contents)
    asked_models = [*([] if champion is None else [champion]), *candidates.values()]
    askers = [_Asker(each, cases, tick) for each in asked_models]
    columns = [_Columns(len(shown)) for _ in askers]
    audit = Audit.empty(int(shown.slot.max(initial=1)), contents)
    pinned = np.zeros(len(shown), np.bool_)
    pages = Pages(decisions)
    for slate in range(len(cases)):
        if slate % 50 == 0:
            watch("asking about logged decisions", slate / len(cases))
        rows = slice(int(cases.occasions.start[slate]), int(cases.occasions.start[slate + 1]))
        asked, page = ask(cases, slate), pages.of(rows)
        answers = [
            said(each.model, each.words, each.live(asked.wanted.now), asked, shown.content[rows], page)
            for each in askers
        ]
        common = None if champion is None else answers[0]
        for answer, column in zip(answers, columns, strict=True):
            _take_down(column, rows, answer, common, model, contents)
        if common is not None:
            pinned[rows] = [int(each) in common.pinned for each in shown.slot[rows]]
            _audited(audit, common, shown.content[rows], shown.slot[rows])
    own = None if champion is None else columns.pop(0)
    return _replayed(decisions, own, dict(zip(candidates, columns, strict=True)), model, audit, pinned)


def _replayed(
    decisions: Decisions,
    champion: _Columns | None,
    others: Mapping[str, _Columns],
    model: RewardModel,
    audit: Audit,
    pinned: NDArray[np.bool_],
) -> Replayed:
    by_slot, same = _by_slot(decisions, champion)
    logged = decisions.logged(by_slot)
    predicted = model.predicted(logged, decisions.shown.content.astype(np.int64))
    kept = ~pinned
    targets = {name: each.target(predicted, by_slot is not None).take(kept) for name, each in others.items()}
    touchpoint = decisions.shown.touchpoint.astype(np.int64)[kept]
    return Replayed(logged.take(kept), targets, touchpoint, audit, int(pinned.sum()), same)


def _by_slot(decisions: Decisions, champion: _Columns | None) -> tuple[NDArray[np.float64] | None, float]:
    """Return the logged probability of every content in its slot, whatever stood before, and how much came out again.

    The first slot's is logged itself; below, what was logged corrects what is made again. None where it is not known.
    """
    if champion is None:
        alone = len(np.unique(decisions.shown.decision)) == len(decisions)
        return (decisions.propensity if alone else None), float("nan")
    ratio = champion.conditional / decisions.propensity
    same = float(np.mean(np.abs(ratio - 1) <= SAME)) if len(ratio) else 0.0
    if not champion.knows or same < ENOUGH:
        return None, same
    # What the champion would not show again keeps what was logged of it.
    own = np.divide(champion.own, ratio, out=decisions.propensity.copy(), where=(ratio > 0) & (champion.own > 0))
    return np.minimum(own, 1.0), same


def _take_down(
    column: _Columns, rows: slice, answer: Said, champion: Said | None, model: RewardModel, contents: int
) -> None:
    """Take down one model's answer; the reward model of the person's fold says what to expect."""
    column.conditional[rows], column.prefix[rows] = answer.conditional, answer.prefix
    fold = int(model.fold[rows.start])
    # A content that the data set does not know is as good as its slot; it stands last.
    lift = np.append(model.lift[fold], 1.0)[answer.contents]
    slots = np.arange(rows.stop - rows.start)
    rate = model.rate[fold][np.minimum(slots, model.rate.shape[1] - 1)]
    column.following[rows] = rate * (answer.following @ lift)
    if answer.by_slot is None or answer.own is None:
        column.knows = False
        return
    column.own[rows] = answer.own
    column.expected[rows] = rate * (answer.by_slot @ lift)
    if champion is not None and champion.by_slot is not None:
        common = np.zeros((len(slots), contents + 1))
        common[:, champion.contents] = champion.by_slot
        rare = common[:, answer.contents] < checks.RARE
        column.rare[rows] = (answer.by_slot * rare).sum(axis=1)


def _audited(audit: Audit, answer: Said, shown: NDArray[np.int32], slots: NDArray[np.int16]) -> None:
    known = np.flatnonzero(answer.contents >= 0)
    for place, (content, slot) in enumerate(zip(shown.tolist(), slots.tolist(), strict=True)):
        if content >= 0 and slot > 0 and answer.by_slot is not None and slot not in answer.pinned:
            audit.add(slot, content, answer.contents[known], np.minimum(answer.by_slot[place][known], 1.0))


def _cases(decisions: Decisions) -> Cases:
    dataset, occasions = decisions.dataset, of_impressions(decisions.shown)
    histories = Histories(dataset.interactions, len(dataset.persons), dataset.consents)
    weight = np.ones(len(occasions))
    since = int(occasions.time[0]) if len(occasions) else 0
    return Cases(occasions, weight, histories, dataset.interactions, dataset, "time", since, 1)
