"""Optimised interleaving (Radlinski & Craswell 2013) beside team draft: whether its sharper credit saves persons.

Of all slates that put the best content left of either list into every slot, each is shown with a probability that is
solved for: clicks that only see slots must favour nobody down to any slot, and the credit should vary as much as it
can. Credit is how much higher one list has a content than the other, by inverse rank.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from scipy.optimize import linprog

from training.simulate.attraction import examination
from training.simulate.clock import FloatArray
from training.simulate.closed_loop.rivals import FALLS, Rivals, drafted


class Credit(NamedTuple):
    """What clicks on one request's slates come to, for OTHER: mean and mean square, by the truth."""

    mean: float
    square: float


def saved(asked: Sequence[Rivals]) -> float:
    """Return the persons that optimised interleaving needs as a share of what team draft needs, by the same test.

    Requests are taken as persons of one visit; the persons needed grow as variance of the credit over squared mean.
    """
    unlike = [each for each in asked if each.one != each.other]
    ours, theirs = ([way(each) for each in unlike] for way in (by_draft, optimised))
    return _needed(theirs, len(asked)) / _needed(ours, len(asked))


def by_draft(rivals: Rivals) -> Credit:
    """Return the credit of team draft: 1 for a click on OTHER's choice, -1 on ONE's."""
    drafts = [drafted(rivals, falls) for falls in FALLS]
    parts = [
        _credit(rivals, [content for content, _ in picks], [0 if team is None else 2 * team - 1 for _, team in picks])
        for picks in drafts
    ]
    return Credit(float(np.mean([each.mean for each in parts])), float(np.mean([each.square for each in parts])))


def optimised(rivals: Rivals) -> Credit:
    """Return the credit of the optimised distribution; team draft's where none of them is fair."""
    slates = sorted(_slates(rivals.one, rivals.other, (), rivals.slots))
    ranks = [{content: 1 / (rank + 1) for rank, content in enumerate(each)} for each in (rivals.one, rivals.other)]
    steep = {content: ranks[1].get(content, 0.0) - ranks[0].get(content, 0.0) for slate in slates for content in slate}
    values = np.array([[steep[content] for content in slate] for slate in slates])
    seen = examination(np.arange(1, values.shape[1] + 1))
    fair = np.vstack([np.cumsum(values, axis=1).T, np.ones(len(slates))])
    found = linprog(-(values**2 @ seen), A_eq=fair, b_eq=[*np.zeros(values.shape[1]), 1.0], bounds=(0, 1))
    if not found.success:
        return by_draft(rivals)
    parts = [_credit(rivals, list(slate), [steep[content] for content in slate]) for slate in slates]
    return Credit(*(float(found.x @ [each[side] for each in parts]) for side in (0, 1)))


def _slates(one: list[int], other: list[int], so_far: tuple[int, ...], slots: int) -> set[tuple[int, ...]]:
    """All slates whose every slot holds the best content left of either list."""
    heads = {next((each for each in ranked if each not in so_far), None) for ranked in (one, other)} - {None}
    if len(so_far) == slots or not heads:
        return {so_far}
    return {slate for head in heads for slate in _slates(one, other, (*so_far, head), slots)}  # type: ignore[arg-type]


def _credit(rivals: Rivals, slate: list[int], values: Sequence[float]) -> Credit:
    chance: FloatArray = rivals.liked[slate] * examination(np.arange(1, len(slate) + 1))
    worth = np.asarray(values)
    mean = float(chance @ worth)
    return Credit(mean, float(chance * (1 - chance) @ worth**2) + mean**2)


def _needed(credits: Sequence[Credit], requests: int) -> float:
    mean = sum(each.mean for each in credits) / requests
    return (sum(each.square for each in credits) / requests - mean**2) / mean**2
