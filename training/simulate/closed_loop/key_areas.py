"""Visits led from key areas: what the home pages lead to in a month, under four policies and an oracle."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from slotwise.events import KIND_CODE, EventType
from slotwise.model import Model
from slotwise.policies.plackett_luce import PlackettLuce
from slotwise.rules.diversity import Diversity
from slotwise.rules.once_per_page import OncePerPage
from training.dataset import Dataset, load
from training.defaults import options_for
from training.fit import train
from training.simulate.closed_loop import Claim, Figure, Shown, Watch
from training.simulate.closed_loop.month import Daily, Month
from training.simulate.closed_loop.oracle import Oracle
from training.simulate.closed_loop.over_seeds import mean, ratio
from training.simulate.closed_loop.plain_policies import Popular, Random, RuleBased
from training.simulate.closed_loop.served import Served
from training.simulate.ledger import Columns
from training.simulate.run import simulate
from training.simulate.world import World

KEY_PAGE = "home"
LIVED = 4
"""One of so many of the persons whose log was trained on lives through the month: the engine answers page by page."""
EXPLORE = 0.05
"""Share of slates that are drawn instead of sorted, as an operator sets it who wants visits first."""
CLICK, EXPOSURE, CONVERT = (KIND_CODE[each] for each in (EventType.CLICK, EventType.EXPOSURE, EventType.CONVERT))


class KeyAreas(Claim):
    """A log of four weeks is trained on, then a month is lived again and again, once under each policy.

    A visit is led when a person clicks a content of a key area and so comes to a product's page.
    """

    name = "key_areas"
    title = "Visits led from key areas in a month"
    persons = 12_000

    def show(self, seed: int, persons: int, folder: Path, watch: Watch) -> Shown:
        """Return visits led for each person of the month, by policy, and conversions."""
        watch("simulating the log", 0.0)
        simulate(folder / "log", persons, seed=seed)
        dataset, world = load(folder / "log"), World.of(folder / "log")
        watch("training", 0.1)
        model = as_free_as_the_others(train(dataset, options_for(dataset)).model)
        month = Month.of(world, max(persons // LIVED, 1))
        count = len(month.persons.persons.rate)
        found: dict[str, float] = {}
        policies = self._policies(world, dataset, model, count)
        for number, (name, policy) in enumerate(policies.items()):
            watch(f"a month under {name}", (2 + number) / 7)
            found |= {f"{name} {what}": value / count for what, value in _led(world, month.play(policy)).items()}
        return found

    def figures(self, shown: Sequence[Shown]) -> list[Figure]:
        """Return visits by policy, and how many times those of each policy the service leads."""
        ours = [each["slotwise visits"] for each in shown]
        rules = ratio(ours, [each["rules visits"] for each in shown])
        rows = [Figure("visits led, slotwise over rules", *rules, ">= 2", rules[0] >= 2)]
        for other in ("random", "popular", "oracle"):
            rows.append(
                Figure(f"visits led, slotwise over {other}", *ratio(ours, [each[f"{other} visits"] for each in shown]))
            )
        names = list(shown[0])
        return rows + [Figure(f"{name} a person", *mean([each[name] for each in shown])) for name in names]

    def _policies(self, world: World, dataset: Dataset, model: Model, count: int) -> dict[str, Daily]:
        return {
            "random": Random(world),
            "rules": RuleBased(world),
            "oracle": Oracle(world),
            "popular": Popular(world, *(_seen(world, dataset, kind) for kind in (CLICK, EXPOSURE))),
            "slotwise": Served.after(world, model, dataset, count),
        }


def as_free_as_the_others(model: Model) -> Model:
    """The model without what an operator asks of a page: those whom it is compared with keep none of it.

    Neither the operators' caps and quotas, nor that a product stands on a page once and a category a few times: like
    the others it may show one product as a banner, as a tile and as a card. What is known of persons (products that
    they hold, or sent away) stays.
    """
    rules = tuple(rule for rule in model.rules if not isinstance(rule, OncePerPage | Diversity))
    return replace(model, policy=PlackettLuce(EXPLORE), rulebook=None, rules=rules)


def _seen(world: World, dataset: Dataset, kind: int) -> np.ndarray:
    """How often each content of the world was clicked, or shown, in the log, int64[C]."""
    events, ids = dataset.interactions, dataset.catalog.contents.ids
    chosen = events.content[(events.kind == kind) & (events.content >= 0)]
    counts = np.bincount(chosen, minlength=len(ids))
    return np.array([counts[ids.find(name)] if ids.find(name) >= 0 else 0 for name in world.catalog.content_ids])


def _led(world: World, tables: dict[str, Columns]) -> dict[str, float]:
    """Visits led from the key areas, and conversions, in a month."""
    events = tables["events"]
    key = np.array([row.page == KEY_PAGE for row in world.catalog.seeds.touchpoints] + [False])
    clicks = (events["type"] == CLICK) & key[events["touchpoint"]]
    return {"visits": float(clicks.sum()), "conversions": float((events["type"] == CONVERT).sum())}
