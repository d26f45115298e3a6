"""Parity: logged decisions are made again from the log alone, and must come out the same, bit by bit.

The person's state is folded anew from the events that had been folded then, the product counts from the refreshes of
that worker, and the decision is made again with both. What the ranker read of what was placed, the scores and the
propensities must be those that were served. What the log cannot tell any more is left out, and counted by reason.
"""

import random
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import orjson

from service.decision_ids import Seeds
from service.logged_features import Columns, columns, packed
from service.replayed_worlds import GoneError, ReplayedWorlds
from service.stores.as_of import AsOf
from service.stores.decisions import Decisions, Kept
from service.variants.trial import seed_of
from slotwise.catalog import Catalog
from slotwise.decision import Ask, Slate, Wanted
from slotwise.engine import decide
from slotwise.live import Live
from slotwise.model import Model

_TOLD = 10
"""Decisions that are named when they differ."""


@dataclass
class Parity:
    """How many decisions were compared, and how many came out the same."""

    compared: int = 0
    equal: int = 0
    placements: int = 0
    different: list[dict[str, Any]] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)

    def document(self) -> dict[str, Any]:
        """Return the result as plain values."""
        return {
            "compared": self.compared,
            "equal": self.equal,
            "placements": self.placements,
            "different": self.different[:_TOLD],
            "left_out": dict(self.left_out),
        }


@dataclass(frozen=True)
class Comparing:
    """Makes decisions again and compares."""

    decisions: Decisions
    states: AsOf
    worlds: ReplayedWorlds
    seeds: Seeds

    def sample(self, count: int, seed: int = 1) -> list[str]:
        """Return the ids of so many decisions that the ranker made, drawn evenly; raise StoreError."""
        chance, chosen = random.Random(seed), list[str]()
        for seen, decision_id in enumerate(self.decisions.with_features()):
            if len(chosen) < count:
                chosen.append(decision_id)
            elif (place := chance.randrange(seen + 1)) < count:
                chosen[place] = decision_id
        return chosen

    def run(self, ids: Iterable[str]) -> Parity:
        """Compare decisions; raise StoreError. In the order of refreshes, so that each is folded once."""
        found, result = [self.decisions.find(each) for each in ids], Parity()
        pairs = [(kept, orjson.loads(kept.record)) for kept in found if kept is not None]
        for kept, record in sorted(pairs, key=lambda pair: _order(pair[1])):
            try:
                named = self._differences(kept, record)
            except GoneError as error:
                result.left_out[str(error)] += 1
                continue
            result.compared += 1
            result.equal += not named
            result.placements += sum(len(each["placements"]) for each in record["touchpoints"] if each["features"])
            if named:
                result.different.append({"decision_id": kept.decision_id, "differs": named})
        return result

    def _differences(self, kept: Kept, record: Mapping[str, Any]) -> list[str]:
        """Return what is different: `placements`, `scores`, `propensities`, or names of features."""
        person_id = kept.person_id or ""
        if person_id and self.states.merged_since(person_id, kept.decided_at):
            raise GoneError("the person was merged or parted since")
        made, entries = self._made(kept, record), [each for each in record["touchpoints"] if each["features"]]
        differs: list[str] = []
        for again in made:
            mine = [each for each in entries if each["touchpoint"] in again.slates]
            chosen = [again.slates[each["touchpoint"]] for each in mine]
            differs += _placed(again.model.catalog, mine, chosen)
        if differs or not entries:
            return differs
        by = {name: again for again in made for name in again.slates}
        pairs = [(by[each["touchpoint"]], by[each["touchpoint"]].slates[each["touchpoint"]]) for each in entries]
        first = pairs[0][0].model
        # Where models were compared, all features that they share were logged.
        whole = kept.feature_set != columns(first).named.feature_set
        features = b"".join(packed(again.model, again.live, [slate], whole) or b"" for again, slate in pairs)
        return _named(columns(first, whole), [slate for _, slate in pairs], kept.features or b"", features)

    def _made(self, kept: Kept, record: Mapping[str, Any]) -> list["_Again"]:
        """Make every part of a decision again whose features are logged; without experiments there is one."""
        made = []
        for part in record.get("parts") or [_whole(record)]:
            if part["interleaved"]:
                # What two versions were drafted into has no features: it is told by both of them.
                continue
            model = self.worlds.variant(part)
            live = self.worlds.live(model, part["live"])
            asked = [each for each in record["asked"] if each["touchpoint"] in part["touchpoints"]]
            slates = self._again(kept, {**record, "asked": asked}, part, model, live)
            made.append(_Again(model, live, slates))
        return made

    def _again(
        self, kept: Kept, record: Mapping[str, Any], part: Mapping[str, Any], model: Model, live: Live
    ) -> dict[str, Slate]:
        state = self.states.state(kept.person_id or "", record["state"]["seq"])
        state = replace(state, attributes={**state.attributes, **record["attributes"]})
        wanted = Wanted(
            asks=_asks(record["asked"], model.catalog),
            now=record["now"],
            seed=self.seeds.of(seed_of(kept.decision_id, part["part"])),
            context=record["context"],
            scene=record["scene_given"],
            personalize=record["personalize"],
            page=tuple(part["page"]),
        )
        return {each.touchpoint: each for each in decide(model, state, wanted, live).slates}


@dataclass(frozen=True)
class _Again:
    """A part of a decision that was made again."""

    model: Model
    live: Live
    slates: dict[str, Slate]


def _whole(record: Mapping[str, Any]) -> dict[str, Any]:
    """Return a decision without experiments as its only part."""
    same = {name: record[name] for name in ("model", "live")}
    names = [each["touchpoint"] for each in record["asked"]]
    part = {"part": 0, "variants": [], "touchpoints": names, "interleaved": False, "page": []}
    return {**part, **same, "configuration_revision": record.get("configuration_revision")}


def _order(record: Mapping[str, Any]) -> tuple[str, int]:
    return record["live"]["boot"] or "", record["live"]["number"] or 0


def _asks(asked: Sequence[Mapping[str, Any]], catalog: Catalog) -> tuple[Ask, ...]:
    return tuple(
        Ask(
            each["touchpoint"],
            each["slots"] or catalog.touchpoints[place].slots,
            frozenset(each.get("exclude", ())),
            None if each.get("candidates") is None else tuple(each["candidates"]),
        )
        for each in asked
        if (place := catalog.touchpoint(each["touchpoint"])) >= 0
    )


def _placed(catalog: Catalog, entries: Sequence[Mapping[str, Any]], slates: Sequence[Slate]) -> list[str]:
    """Return which of placements, scores and propensities are different."""
    ids, found = catalog.contents.ids, []
    for name, again in (
        ("placements", lambda each: ids[each.content]),
        ("scores", lambda each: each.score),
        ("propensities", lambda each: each.propensity),
    ):
        key = {"placements": "content_id", "scores": "score", "propensities": "propensity"}[name]
        served = [[each[key] for each in entry["placements"]] for entry in entries]
        if served != [[again(each) for each in slate.placements] for slate in slates]:
            found.append(name)
    return found


def _named(logged: Columns, slates: Sequence[Slate], served: bytes, again: bytes) -> list[str]:
    """Return the names of the features of which a bit is different."""
    if served == again:
        return []
    if len(served) != len(again):
        return ["features"]
    parts = orjson.loads(logged.named.names)
    own = parts["product"] + parts["match"]
    names = [name for slate in slates for name in (*parts["request"], *(own * len(slate.placements)))]
    bits = [np.frombuffer(each, "<u4") for each in (served, again)]
    return sorted({names[place] for place in np.flatnonzero(bits[0] != bits[1]).tolist()})
