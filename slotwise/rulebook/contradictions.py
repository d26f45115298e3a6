"""Contradictions: what rules cannot do, alone or together, as far as it can be told before they take effect."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from typing import Any, NamedTuple, Protocol

import numpy as np

from slotwise.catalog import Catalog
from slotwise.person import HISTORY, SHOWN
from slotwise.rulebook.applied import apply
from slotwise.rulebook.columns import ContentColumns
from slotwise.rulebook.effects import Closing, Mask
from slotwise.rulebook.kinds.frequency_cap import FrequencyCap
from slotwise.rulebook.kinds.guarantee import Guarantee
from slotwise.rulebook.kinds.paced import Paced
from slotwise.rulebook.kinds.pin import Pin
from slotwise.rulebook.kinds.quota import Quota
from slotwise.rulebook.written import WrittenRule


class Found(NamedTuple):
    """What is wrong, and where: `pointer` begins at the rule, or at the list of rules where it is about several."""

    pointer: str
    code: str
    detail: str
    expected: Any = None
    given: Any = None
    warning: bool = False


class Surface(Protocol):
    """What is read of a touchpoint."""

    @property
    def slots(self) -> int:
        """How many slots it has."""

    @property
    def kinds(self) -> Sequence[str]:
        """Kinds of content that it takes; any if empty."""


Surfaces = Mapping[str, Surface]


def of_one(rule: WrittenRule, touchpoints: Surfaces, catalog: Catalog | None) -> Iterator[Found]:
    """Yield what a rule cannot do; pointers begin at the rule."""
    does = rule.does
    if isinstance(does, FrequencyCap):
        yield from _beyond_memory(does)
    if isinstance(does, Paced) and does.per == "total":
        yield from _total(rule, does)
    if isinstance(does, Pin):
        yield from _beyond_slots(rule, does, touchpoints)
    if catalog is not None:
        yield from _about_nothing(rule, catalog)


def of_all(rules: Sequence[WrittenRule], touchpoints: Surfaces, catalog: Catalog | None) -> Iterator[Found]:
    """Yield what rules cannot do together; pointers begin at the list of rules."""
    places = {name: [(place, each) for place, each in enumerate(rules) if each.enabled and _at(each, name)]
              for name in touchpoints}  # fmt: skip
    told = set[tuple[str, int]]()
    for name, found in places.items():
        for each in (*_shares(name, found), *_pins(name, found)):
            key = (each.code, int(each.pointer.split("/")[1]))
            if key not in told:
                told.add(key)
                yield each
    if catalog is not None:
        yield from _nothing_left(rules, places, touchpoints, catalog)


def _at(rule: WrittenRule, touchpoint: str) -> bool:
    return not rule.touchpoints or touchpoint in rule.touchpoints


def _beyond_memory(cap: FrequencyCap) -> Iterator[Found]:
    most = HISTORY if cap.on == "clicked" else SHOWN
    if cap.most > most:
        detail = f"a person's state remembers the last {most}, so the cap would never close"
        yield Found("/parameters/most", "cap_beyond_memory", detail, f"at most {most}", cap.most)
    if cap.on == "clicked" and cap.per == "content":
        detail = "clicks are remembered by product: the cap counts all contents of a product together"
        yield Found("/parameters/per", "cap_by_product", detail, "product", cap.per, warning=True)


def _total(rule: WrittenRule, does: Paced) -> Iterator[Found]:
    schedule = rule.schedule
    if schedule is None or schedule.begin is None:
        detail = "a total counts from the beginning of the rule's schedule, which has none"
        yield Found("/schedule", "period_unknown", detail, "schedule.from", None)
    elif does.even and does.exposures is not None and schedule.until is None:
        detail = "without an end a number cannot be spread: all of it is due at once"
        yield Found("/schedule", "period_unknown", detail, "schedule.until", None, warning=True)


def _beyond_slots(rule: WrittenRule, pin: Pin, touchpoints: Surfaces) -> Iterator[Found]:
    for name in rule.touchpoints:
        if name in touchpoints and pin.slot > touchpoints[name].slots:
            detail = f"{name} has {touchpoints[name].slots} slots"
            yield Found("/parameters/slot", "slot_unknown", detail, f"at most {touchpoints[name].slots}", pin.slot)
    if not rule.touchpoints:
        detail = "a pin for every touchpoint there is; name the touchpoints if that is not meant"
        yield Found("/touchpoints", "pin_everywhere", detail, "touchpoints", [], warning=True)


def _about_nothing(rule: WrittenRule, catalog: Catalog) -> Iterator[Found]:
    applied = apply(rule, ContentColumns(catalog), catalog)
    if applied.fault:
        yield Found("/parameters", "rule_impossible", applied.fault, None, rule.does.name)
    elif not applied.matched.any():
        detail = "the rule is about no content of the catalogue as it is now"
        yield Found("", "rule_about_nothing", detail, "at least one content", 0, warning=True)


def _shares(touchpoint: str, found: list[tuple[int, WrittenRule]]) -> Iterator[Found]:
    """Guaranteed shares above the whole, and quotas below what is guaranteed of the same contents."""
    guarantees = [(place, each, each.does) for place, each in found if isinstance(each.does, Guarantee)]
    by_period: dict[str, float] = {}
    for place, _, does in guarantees:
        by_period[does.per] = by_period.get(does.per, 0.0) + (does.share or 0.0)
        if by_period[does.per] > 1.0 + 1e-9:
            detail = f"the guaranteed shares of {touchpoint} for a {does.per} add up to {by_period[does.per]:.0%}"
            yield Found(f"/{place}/parameters/share", "shares_above_whole", detail, "at most 100 %", does.share)
    for place, rule in found:
        quota = rule.does
        if not isinstance(quota, Quota):
            continue
        for _, other, guarantee in guarantees:
            if _same(rule, other) and quota.per == guarantee.per and _below(quota, guarantee):
                detail = f"the quota is below what {other.id} guarantees of the same contents"
                yield Found(f"/{place}/parameters", "quota_below_guarantee", detail, "at least as much", rule.id)


def _same(one: WrittenRule, other: WrittenRule) -> bool:
    return (one.products, one.contents) == (other.products, other.contents)


def _below(quota: Paced, guarantee: Paced) -> bool:
    if quota.share is not None and guarantee.share is not None:
        return quota.share < guarantee.share
    return quota.exposures is not None and guarantee.exposures is not None and quota.exposures < guarantee.exposures


def _pins(touchpoint: str, found: list[tuple[int, WrittenRule]]) -> Iterator[Found]:
    """Two pins that can want the same slot at the same time; conditions that differ may exclude one another."""
    pins = [(place, each, each.does) for place, each in found if isinstance(each.does, Pin)]
    for (_, one, first), (place, other, second) in combinations(pins, 2):
        if first.slot != second.slot or _never_together(one, other):
            continue
        maybe = one.when != other.when
        detail = f"{one.id} and {other.id} {'may both' if maybe else 'both'} want slot {first.slot} of {touchpoint}"
        yield Found(f"/{place}/parameters/slot", "pins_overlap", detail, "one pin a slot", second.slot, warning=maybe)


def _never_together(one: WrittenRule, other: WrittenRule) -> bool:
    """Whether one schedule ends before the other begins."""
    if one.schedule is None or other.schedule is None:
        return False
    spans = [(each.begins or 0, each.ends) for each in (one.schedule, other.schedule)]
    (begin, end), (other_begin, other_end) = spans
    return (end is not None and end <= other_begin) or (other_end is not None and other_end <= begin)


def _nothing_left(
    rules: Sequence[WrittenRule],
    places: Mapping[str, list[tuple[int, WrittenRule]]],
    touchpoints: Surfaces,
    catalog: Catalog,
) -> Iterator[Found]:
    """Touchpoints of which rules without a condition close everything, at least while all their schedules hold."""
    columns = ContentColumns(catalog)
    closings = {}
    for place, each in enumerate(rules):
        if each.enabled and each.when is None and not isinstance(each.does, Paced):
            effect = apply(each, columns, catalog).effect
            if isinstance(effect, Closing):
                closings[place] = effect.mask
    for name, found in places.items():
        left, closed = _takes(touchpoints[name], catalog), []
        for place, each in found:
            if place in closings and left.any():
                before = int(np.count_nonzero(left))
                left &= ~closings[place]
                if np.count_nonzero(left) < before:
                    closed.append((place, each.id))
        if closed and not left.any():
            names = ", ".join(rule for _, rule in closed)
            leaves = "leaves" if len(closed) == 1 else "leave"
            detail = f"{names} {leaves} nothing to show on {name}: its own list would answer"
            yield Found(f"/{closed[-1][0]}", "nothing_left", detail, "at least one content", name, warning=True)


def _takes(touchpoint: Surface, catalog: Catalog) -> Mask:
    if not touchpoint.kinds:
        return np.ones(len(catalog.contents), np.bool_)
    taken: Mask = np.isin(np.array(catalog.contents.kinds, object), touchpoint.kinds)[catalog.contents.kind]
    return taken
