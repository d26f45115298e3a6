"""Bounds: limits on what stands together, and pins, of all touchpoints of a page as the kernel reads them."""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from slotwise.catalog import Catalog
from slotwise.choice import slots_of
from slotwise.eligibility import Spot
from slotwise.limited import Limit, Pin
from slotwise.ranked import Ranked
from slotwise.rules import Board, Rule

T = TypeVar("T", bound=np.generic)


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


def bounds(catalog: Catalog, ranked: Ranked, spots: Sequence[Spot], rules: Sequence[Rule]) -> Bounds | None:
    """Return what holds while slots are drawn, by operators' rules and by the model's that see a touchpoint alone.

    None where one of the model's rules says more than limits can tell. Raises whatever a rule raises.
    """
    ends = ranked.ends
    # Where nothing is to choose from nothing binds.
    saying = [_binding(catalog, each, rules) for each in spots]
    binding = [
        bool(own or each.verdict.pins or each.verdict.limits) and ends[number] < ends[number + 1]
        for number, (each, own) in enumerate(zip(spots, saying, strict=True))
    ]
    if True not in binding:
        return _free(len(spots))
    limits: list[Limit] = []
    pins: list[Pin] = []
    marks: list[NDArray[np.bool_]] = []
    begins, keys, held = [[0, 0, 0, 0]], 0, 0
    for number, spot in enumerate(spots):
        if binding[number]:
            part = slice(ends[number], ends[number + 1])
            found = _own(catalog, spot, ranked.pool.contents[part], ranked.pool.products[part], saying[number])
            if found is None:
                return None
            more, kept = found
            limits += more
            pins += kept
            marks += [each.marks for each in kept] + [each.held for each in kept]
            keys += len(more) * (part.stop - part.start)
            held += 2 * len(kept) * (part.stop - part.start)
        begins.append([len(limits), len(pins), keys, held])
    return Bounds(
        np.array(begins, np.int64).T.copy(),
        _joined([each.keys for each in limits], _NO_KEYS),
        np.array([each.most for each in limits], np.int64),
        np.array([each.slot for each in pins], np.int64),
        _joined(marks, _NO_MARKS),
    )


def _binding(catalog: Catalog, spot: Spot, rules: Sequence[Rule]) -> list[Rule]:
    """The rules that can close anything on a touchpoint."""
    touchpoint = catalog.touchpoints[spot.place]
    return [each for each in rules if each.binds(touchpoint)]


def _joined(parts: Sequence[NDArray[T]], nothing: NDArray[T]) -> NDArray[T]:
    return np.concatenate(parts) if len(parts) > 1 else parts[0] if parts else nothing


def _own(
    catalog: Catalog, spot: Spot, contents: NDArray[np.int32], products: NDArray[np.int32], rules: Sequence[Rule]
) -> tuple[list[Limit], list[Pin]] | None:
    """Limits and pins of one touchpoint; None where a rule's limits are not all that it says."""
    limits: list[Limit] = []
    verdict = spot.verdict
    if rules:
        board = Board(catalog.touchpoints[spot.place], catalog, contents, products, frozenset())
        for rule in rules:
            found = rule.limits(board)
            if found is None or rule.allow(board, []) is not None:
                return None
            limits += found
    limits += [Limit(each.keys.take(contents), each.most) for each in verdict.limits]
    slots = slots_of(verdict, contents, products, spot.ask.slots) if verdict.pins else None
    return limits, slots.pins if slots else []


@lru_cache(64)
def _free(touchpoints: int) -> Bounds:
    return Bounds(np.zeros((4, touchpoints + 1), np.int64), _NO_KEYS, _NO_NUMBERS, _NO_NUMBERS, _NO_MARKS)


_NO_KEYS, _NO_NUMBERS, _NO_MARKS = np.empty(0, np.int32), np.empty(0, np.int64), np.empty(0, np.bool_)
