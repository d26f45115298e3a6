"""Buckets: what of a layer's 10,000 buckets an experiment owns, as ranges from the first up to without the last."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence

from slotwise import chance

ALL = 10_000
Range = tuple[int, int]


def bucket(salt: str, unit: str) -> int:
    """Return the bucket of a unit, 0 to 9,999, evenly."""
    return (chance.hash64(salt, unit) * ALL) >> 64


def edges(ranges: Iterable[Sequence[int]]) -> tuple[int, ...]:
    """Return where ownership begins and ends, ascending, ranges that touch as one: what `inside` looks up."""
    found: list[int] = []
    for low, high in sorted((each[0], each[1]) for each in ranges if each[0] < each[1]):
        if found and low <= found[-1]:
            found[-1] = max(found[-1], high)
        else:
            found += [low, high]
    return tuple(found)


def inside(bounds: Sequence[int], place: int) -> bool:
    """Tell whether a bucket is owned."""
    return bisect_right(bounds, place) % 2 == 1


def merged(ranges: Iterable[Sequence[int]]) -> list[Range]:
    """Return the same buckets as few ranges, ascending."""
    found = edges(ranges)
    return list(zip(found[::2], found[1::2], strict=True))


def count(ranges: Iterable[Sequence[int]]) -> int:
    """Return how many buckets there are in ranges, each counted once."""
    return sum(high - low for low, high in merged(ranges))


def without(ranges: Iterable[Sequence[int]], taken: Iterable[Sequence[int]]) -> list[Range]:
    """Return the buckets of ranges that are not taken."""
    found, left = merged(taken), list[Range]()
    for low, high in merged(ranges):
        for begin, end in found:
            if begin < high and end > low:
                if low < begin:
                    left.append((low, begin))
                low = max(low, end)
        if low < high:
            left.append((low, high))
    return left


def overlap(some: Iterable[Sequence[int]], others: Iterable[Sequence[int]]) -> list[Range]:
    """Return the buckets that both have."""
    some = merged(some)
    return without(some, without(some, others))


def first(ranges: Iterable[Sequence[int]], most: int) -> list[Range]:
    """Return the first so many buckets of ranges, or all when there are fewer."""
    found = list[Range]()
    for low, high in merged(ranges):
        if most <= 0:
            break
        found.append((low, min(high, low + most)))
        most -= high - low
    return found
