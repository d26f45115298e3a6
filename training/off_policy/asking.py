"""Asking: one logged slate as `decide` met it, put to a model, and what the model's policy says of it."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from slotwise.choice import Choice, choice
from slotwise.decision import Ask
from slotwise.live import Live
from slotwise.model import Model
from training.examine import Asked
from training.translation import Translation

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Said:
    """What a policy says of a slate of k contents.

    conditional, prefix float64 (k,): probability given the slots before, and of the slate up to here. contents int64
    (m,) in the data set's codes (-1 unknown there) are its candidates; by_slot float64 (k, m) the probability of each
    in each slot, whatever stands before, None where the policy cannot tell; own float64 (k,): that of the contents
    shown; following float64 (k, m): the probability of each after what was shown before. pinned: slots, from 1, in
    which a rule decides.
    """

    conditional: Floats
    prefix: Floats
    contents: NDArray[np.int64]
    by_slot: Floats | None
    own: Floats | None
    following: Floats
    pinned: frozenset[int]


@dataclass(frozen=True)
class Page:
    """What a decision was asked for: touchpoints in their order, the place of one, and what stood before it."""

    touchpoints: tuple[str, ...]
    place: int
    before: tuple[str, ...]


def said(model: Model, words: Translation, live: Live, asked: Asked, shown: NDArray[np.int32], page: Page) -> Said:
    """Ask a model about contents that were shown on one touchpoint of a page, int32 (k,) in the data set's codes."""
    asks = tuple(Ask(name, _slots(live, name, len(shown))) for name in page.touchpoints)
    wanted = replace(asked.wanted, asks=asks, page=page.before)
    found = choice(model, asked.state, wanted, live, page.place)
    if found is None:
        nothing = np.zeros(len(shown))
        none = np.zeros((len(shown), 0))
        return Said(nothing, nothing, np.zeros(0, np.int64), none, nothing, none, frozenset())
    return _of(found, words, np.append(words.content, np.int32(-1))[shown])


def _slots(live: Live, touchpoint: str, least: int) -> int:
    known = live.catalog.touchpoint(touchpoint)
    return max(least, live.catalog.touchpoints[known].slots if known >= 0 else 0)


def _of(found: Choice, words: Translation, shown: NDArray[np.int32]) -> Said:
    scores, pool, policy, mask = found.step.scores, found.step.pool.contents, found.policy, found.mask
    slate = [_place(pool, content) for content in shown.tolist()]
    drawn = policy.chances(scores, found.fresh, slate, mask)
    by_slot = policy.marginals(scores, found.fresh, len(slate), mask)
    if by_slot is None and len(slate) == 1:
        by_slot = policy.following(scores, found.fresh, [], mask)[None]
    following = np.zeros((len(slate), len(pool)))
    for slot in range(len(slate)):
        if slot and not drawn[slot - 1].prefix:
            break
        following[slot] = policy.following(scores, found.fresh, slate[:slot], mask)
    return Said(
        np.array([each.propensity for each in drawn]),
        np.array([each.prefix for each in drawn]),
        words.content_back[pool].astype(np.int64),
        by_slot,
        None if by_slot is None else _own(by_slot, slate),
        following,
        found.pinned,
    )


def _own(by_slot: Floats, slate: list[int]) -> Floats:
    return np.array([by_slot[slot, place] if place >= 0 else 0.0 for slot, place in enumerate(slate)])


def _place(pool: NDArray[np.int32], content: int) -> int:
    found = np.flatnonzero(pool == content)
    return int(found[0]) if content >= 0 and len(found) else -1
