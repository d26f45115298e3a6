"""Telling: why operators' rules do not let a content be shown, with the facts that decided."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from slotwise.conditions import Condition
from slotwise.rulebook.applied import Applied
from slotwise.rulebook.counting import count, used_up
from slotwise.rulebook.effects import Capping, Closing, Limiting, Pinning
from slotwise.rulebook.questions import YES
from slotwise.rulebook.ruling import Ruling
from slotwise.rulebook.verdict import Verdict


@dataclass(frozen=True)
class Reason:
    """One reason; `blocks` is False for what is only told. `code` is stable, `facts` are those that decided."""

    code: str
    detail: str
    blocks: bool = True
    rule: str = ""
    """Id of an operator's rule."""
    title: str = ""
    kind: str = ""
    owner: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)


def shut(ruling: Ruling, touchpoint: int, verdict: Verdict) -> Reason:
    """Return why a touchpoint shows nothing at all."""
    place = ruling.book.places[touchpoint]
    if not ruling.book.timetable(ruling.moment.now)[place.schedule]:
        schedule = ruling.book.schedules[place.schedule]
        wall = schedule.wall(ruling.moment.now).isoformat(timespec="minutes")
        told = schedule.model_dump(mode="json", exclude_defaults=True)
        return Reason("touchpoint_closed", verdict.shut, facts={"now": wall, "schedule": told})
    condition = ruling.book.conditions[place.when]
    return Reason("touchpoint_closed", verdict.shut, facts=_read(ruling, condition))


def closing(ruling: Ruling, touchpoint: int, verdict: Verdict, content: int) -> Iterator[Reason]:
    """Yield every rule that closes a content on a touchpoint now."""
    for which in verdict.active.tolist():
        rule = ruling.book.rules[which]
        match rule.effect:
            case Closing(mask, pace) if mask[content]:
                if pace is None:
                    yield _reason(ruling, rule, "rule", _why(rule))
                elif used_up(ruling.book, ruling.live, which, ruling.moment.now):
                    yield _quota(ruling, which)
            case Capping() as cap:
                closed = ruling.capped.closed(ruling.book.caps[which], touchpoint)
                if closed is not None and closed[content]:
                    yield _cap(ruling, which, cap, content, touchpoint)


def slotwise(ruling: Ruling, verdict: Verdict, content: int) -> Iterator[Reason]:
    """Yield the pins and limits that may keep an open content out of slots."""
    for which in verdict.active.tolist():
        rule = ruling.book.rules[which]
        match rule.effect:
            case Pinning(mask, slot):
                where = f"the rule keeps slot {slot} for others" if not mask[content] else f"it waits for slot {slot}"
                yield _reason(ruling, rule, "pin", where, blocks=False)
            case Limiting(keys, most) if keys[content] >= 0:
                yield _reason(ruling, rule, "diversity", f"at most {most} alike stand together", blocks=False)


def _why(rule: Applied) -> str:
    if rule.fault:
        return f"the rule does not fit the catalogue and closes everything: {rule.fault}"
    if rule.rule.does.name == "allow_only":
        return "the rule allows other contents only"
    return "the rule blocks it"


def _quota(ruling: Ruling, which: int) -> Reason:
    found = count(ruling.book, ruling.live, which, ruling.moment.now)
    detail = f"the quota has no room now: {found.shown} of {found.everything} exposures, {found.due:.1f} are due by now"
    told = {"exposures": found.shown, "exposures_of_all": found.everything, "due": round(found.due, 3)}
    return _reason(ruling, ruling.book.rules[which], "quota", detail, told)


def _cap(ruling: Ruling, which: int, cap: Capping, content: int, touchpoint: int) -> Reason:
    moment, catalog = ruling.moment, ruling.live.catalog
    counted, dismissed_at = ruling.book.capped.count(ruling.book.caps[which], moment, content, touchpoint)
    hours = cap.window / 3_600_000
    told: dict[str, Any] = {"counted": counted, "most": cap.most, "hours": hours, "per": cap.per, "on": cap.on}
    detail = f"{cap.on} {counted} times in {hours:g} hours per {cap.per}, at most {cap.most}"
    if cap.rest and dismissed_at is not None and dismissed_at > moment.now - cap.rest:
        ago = (moment.now - dismissed_at) / 3_600_000
        told |= {"dismissed_hours_ago": round(ago, 2), "rest_hours": cap.rest / 3_600_000}
        detail = f"dismissed {ago:.1f} hours ago; it rests for {cap.rest / 3_600_000:g} hours"
    told["product_id"] = catalog.products.ids[int(catalog.contents.product[content])]
    return _reason(ruling, ruling.book.rules[which], "frequency_cap", detail, told)


def _reason(
    ruling: Ruling,
    rule: Applied,
    code: str,
    detail: str,
    told: Mapping[str, Any] | None = None,
    blocks: bool = True,
) -> Reason:
    written = rule.rule
    facts = dict(told or {})
    if written.when is not None:
        facts |= {"when": written.when.text, **_read(ruling, written.when)}
        if ruling.said(ruling.book.conditions.index(written.when), 0) != YES:
            detail += "; its condition could not be asked, so it is taken to hold"
    for name, condition in (("products", written.products), ("contents", written.contents)):
        if condition is not None:
            facts[name] = condition.text
    return Reason(
        code, detail, blocks, written.id, written.title, written.does.name, getattr(written, "owner", ""), facts
    )


def _read(ruling: Ruling, condition: Condition) -> dict[str, Any]:
    """The facts that a condition reads, as they are; None where they are not known."""
    names = {*condition.names, *(each.key for each in condition.calls)} - {"touchpoint"}
    known = ruling.facts or {}
    return {name: _plain(known.get(name)) for name in sorted(names)}


def _plain(value: Any) -> Any:
    if isinstance(value, frozenset | set | tuple | list):
        return sorted(map(str, value))
    return value.item() if isinstance(value, np.generic) else value
