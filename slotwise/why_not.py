"""why_not(): for a person, a touchpoint and a content, everything that keeps it from being shown, or how it ranks."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from slotwise.begun import Begun, begin
from slotwise.decision import Ask, Slate, Wanted
from slotwise.engine import decide
from slotwise.live import Live
from slotwise.model import Model
from slotwise.person import PersonState
from slotwise.rulebook import telling
from slotwise.rulebook.telling import Reason

__all__ = ["Reason", "why_not"]


def why_not(
    model: Model, state: PersonState, wanted: Wanted, touchpoint: str, content: str, live: Live | None = None
) -> list[Reason]:
    """Return every reason why a content is not shown there, what blocks it first; else how it stands in the ranking.

    Asked as `decide` is asked; a touchpoint that is not among those asked for is added, with all its slots.
    """
    live = live or model.start
    wanted = _asking_for(model, wanted, touchpoint)
    place, code = live.catalog.touchpoint(touchpoint), live.catalog.contents.ids.find(content)
    if place < 0:
        return [Reason("touchpoint_unknown", f"there is no touchpoint {touchpoint!r}")]
    if code < 0:
        return [Reason("content_unknown", f"there is no content {content!r}")]
    begun = begin(model, state, wanted, live)
    ask = next(each for each in wanted.asks if each.touchpoint == touchpoint)
    found = [*_of_the_catalogue(begun, place, code), *_of_the_ask(ask, content)]
    found += [*_of_the_model(begun, code), *_of_operators(begun, ask, place, code)]
    slates = decide(model, state, wanted, live).slates
    if any(each.blocks for each in found):
        return [*found, *_all_the_same(slates, ask, code)]
    return [*found, *_standing(begun, slates, ask, code)]


def _asking_for(model: Model, wanted: Wanted, touchpoint: str) -> Wanted:
    place = model.catalog.touchpoint(touchpoint)
    if place < 0 or any(each.touchpoint == touchpoint for each in wanted.asks):
        return wanted
    return replace(wanted, asks=(*wanted.asks, Ask(touchpoint, model.catalog.touchpoints[place].slots)))


def _of_the_catalogue(begun: Begun, place: int, code: int) -> Iterator[Reason]:
    catalog, now = begun.ladder.live.catalog, begun.ladder.live.at
    contents, product = catalog.contents, int(catalog.contents.product[code])
    if not catalog.takes[place, code]:
        taken, kind = list(catalog.touchpoints[place].kinds), contents.kinds[contents.kind[code]]
        detail = f"it is a {kind}, and the touchpoint takes {', '.join(taken)}"
        yield Reason("kind_not_taken", detail, facts={"content.kind": kind, "kinds": taken})
    for what, table, row in (("content", contents, code), ("product", catalog.products, product)):
        published, retired = int(table.published_at[row]), int(table.retired_at[row])
        if published > now:
            yield Reason(
                "not_published", f"the {what} is published later", facts={"published_at": published, "now": now}
            )
        if retired <= now:
            yield Reason("retired", f"the {what} is retired", facts={"retired_at": retired, "now": now})


def _of_the_ask(ask: Ask, content: str) -> Iterator[Reason]:
    if content in ask.exclude:
        yield Reason("excluded", "the caller excluded it")
    if ask.candidates is not None and content not in ask.candidates:
        yield Reason("not_a_candidate", "the caller gave candidates, and it is not among them")


def _of_the_model(begun: Begun, code: int) -> Iterator[Reason]:
    model, moment = begun.ladder.model, begun.situation.moment
    product = int(begun.ladder.live.catalog.contents.product[code])
    for rule in model.rules:
        try:
            excluded = product in rule.exclude(moment, model.catalog)
        except Exception as error:
            yield Reason(rule.name, f"the model's rule failed and closes everything: {type(error).__name__}: {error}")
            continue
        if excluded:
            times = moment.times[moment.products == product]
            facts = {"product_id": model.catalog.products.ids[product], "last_touched_at": _last(times)}
            yield Reason(rule.name, f"the model's rule {rule.name} excludes its product", kind=rule.name, facts=facts)


def _of_operators(begun: Begun, ask: Ask, place: int, code: int) -> Iterator[Reason]:
    ruling, verdict = begun.ladder.eligible.ruling, begun.ladder.eligible.verdict(ask)
    if ruling is None:
        return
    if verdict.shut:
        yield telling.shut(ruling, place, verdict)
        return
    yield from telling.closing(ruling, place, verdict, code)


def _all_the_same(slates: tuple[Slate, ...], ask: Ask, code: int) -> Iterator[Reason]:
    """Where rules left nothing at all, the touchpoint's own list may show what they close."""
    slate = next(each for each in slates if each.touchpoint == ask.touchpoint)
    if slate.aside and any(one.content == code for one in slate.placements):
        detail = "it is shown all the same: the rules left nothing, so the touchpoint's own list answers"
        yield Reason("placed", detail, blocks=False, facts={"rules_set_aside": list(slate.aside)})


def _standing(begun: Begun, slates: tuple[Slate, ...], ask: Ask, code: int) -> Iterator[Reason]:
    """How an open content stands: placed, on another touchpoint of the page, ranked so and so, or not found at all."""
    slate = next(each for each in slates if each.touchpoint == ask.touchpoint)
    for each in slates:
        for one in each.placements:
            if one.content == code:
                where = "" if each is slate else f" of {each.touchpoint}"
                yield Reason(
                    "placed" if each is slate else "on_page", f"it stands in slot {one.slot}{where}", blocks=False
                )
                return
    ranked = slate.considered[np.argsort(-slate.scores, kind="stable")].tolist()
    if code not in ranked:
        detail = f"none of the models' sources found it: {len(ranked)} other candidates were ranked ({slate.level})"
        yield Reason("not_retrieved", detail, blocks=False, facts={"candidates": len(ranked)})
    else:
        rank = ranked.index(code) + 1
        detail = f"ranked {_nth(rank)} of {len(ranked)}, and {ask.slots} are asked for ({slate.level})"
        yield Reason(
            "ranked", detail, blocks=False, facts={"rank": rank, "candidates": len(ranked), "slots": ask.slots}
        )
    ruling = begun.ladder.eligible.ruling
    if ruling is not None:
        yield from telling.slotwise(ruling, begun.ladder.eligible.verdict(ask), code)


def _nth(number: int) -> str:
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def _last(times: "np.ndarray[tuple[int], np.dtype[np.int64]]") -> int | None:
    return int(times.max()) if len(times) else None
