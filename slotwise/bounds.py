"""Bounds: limits on what stands together, and pins, of all touchpoints of a page as the kernel reads them."""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from slotwise.choice import slots_of
from slotwise.decision import Ask
from slotwise.ladder import Ladder
from slotwise.limited import Limit, Pin
from slotwise.ranked import Ranked
from slotwise.rules import Board, Rule


class Bounds(NamedTuple):
    """All bounds flat, one touchpoint's after the other's.

    begins: int64 (4, t + 1), where those of each touchpoint begin among limits, pins, keys and marks.
    """

    begins: NDArray[np.int64]
    keys: NDArray[np.int32]
    """Of each limit those of the touchpoint's candidates."""
    most: NDArray[np.int64]
    slots: NDArray[np.int64]
    marks: NDArray[np.bool_]
    """Of each touchpoint what its pins mark, one after the other, then what they hold back."""


def bounds(ladder: Ladder, ranked: Ranked, asks: Sequence[Ask], rules: Sequence[Rule]) -> Bounds | None:
    """Return what holds while slots are drawn, by operators' rules and by the model's that see a touchpoint alone.

    None where one of the model's rules says more than limits can tell. Raises whatever a rule raises.
    """
    verdicts = [ladder.eligible.verdict(each) for each in asks]
    if not rules and not any([each.pins or each.limits for each in verdicts]):  # noqa: C419  (a generator costs more)
        return _free(len(asks))
    limits, pins, begins = list[Limit](), list[Pin](), [[0, 0, 0, 0]]
    marks = list[NDArray[np.bool_]]()
    for number, (ask, verdict) in enumerate(zip(asks, verdicts, strict=True)):
        part = slice(*ranked.ends[number : number + 2])
        contents, products = ranked.pool.contents[part], ranked.pool.products[part]
        told = _told(ladder, ask, contents, products, rules)
        if told is None:
            return None
        own = slots_of(verdict, contents, products, ask.slots)
        more: tuple[list[Limit], list[Pin]] = (told, []) if own is None else ([*told, *own.limits], own.pins)
        limits += more[0]
        pins += more[1]
        marks += [each.marks for each in more[1]] + [each.held for each in more[1]]
        sizes = len(more[0]), len(more[1]), len(more[0]) * len(contents), 2 * len(more[1]) * len(contents)
        begins.append([before + size for before, size in zip(begins[-1], sizes, strict=True)])
    return Bounds(
        np.array(begins, np.int64).T.copy(),
        np.concatenate([each.keys for each in limits]) if limits else _NO_KEYS,
        np.array([each.most for each in limits], np.int64),
        np.array([each.slot for each in pins], np.int64),
        np.concatenate(marks) if marks else _NO_MARKS,
    )


def _told(
    ladder: Ladder, ask: Ask, contents: NDArray[np.int32], products: NDArray[np.int32], rules: Sequence[Rule]
) -> list[Limit] | None:
    """The limits of the model's rules on a touchpoint; None where these are not all that they say."""
    found, catalog = list[Limit](), ladder.live.catalog
    if rules:
        touchpoint = catalog.touchpoints[ladder.eligible.spot(ask).place]
        board = Board(touchpoint, catalog, contents, products, frozenset())
        for rule in rules:
            limits = rule.limits(board)
            if limits is None or rule.allow(board, []) is not None:
                return None
            found += limits
    return found


@lru_cache(64)
def _free(touchpoints: int) -> Bounds:
    return Bounds(np.zeros((4, touchpoints + 1), np.int64), _NO_KEYS, _NO_NUMBERS, _NO_NUMBERS, _NO_MARKS)


_NO_KEYS, _NO_NUMBERS, _NO_MARKS = np.empty(0, np.int32), np.empty(0, np.int64), np.empty(0, np.bool_)
