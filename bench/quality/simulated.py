"""`python -m bench.quality.simulated`: how much of the oracle's gain over random a model gets that saw logs alone.

The world is simulated, trained on as any data set, and asked for fresh pages of its persons on the day after the log.
Every slate is judged by the expected clicks of the truth, which no model ever sees.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections import defaultdict
from dataclasses import replace
from pathlib import Path

import numpy as np

from bench.quality.intervals import person_weights
from slotwise.decision import Ask, ServiceLevel, Wanted
from slotwise.engine import decide
from slotwise.model import Model
from slotwise.person import PersonState
from slotwise.policies.greedy import Greedy
from training.dataset import Dataset, load
from training.defaults import options_for
from training.fit import train
from training.simulate import Request, World, simulate
from training.states import States

LEVELS = {
    "Slotwise": ServiceLevel.RANKER,
    "blend": ServiceLevel.BLEND,
    "popular in scene": ServiceLevel.POPULAR_IN_SCENE,
    "popular": ServiceLevel.POPULAR,
}


def main() -> None:
    """Simulate, train, ask, and print the share of the oracle's gain with its 95 % interval over persons."""
    parser = argparse.ArgumentParser("python -m bench.quality.simulated", description=__doc__)
    parser.add_argument("--persons", type=int, default=6000)
    parser.add_argument("--days", type=int, default=28)
    parser.add_argument("--requests", type=int, default=1500)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--set", action="append", default=[], help="an option of training, as slotwise train takes it")
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "world"
        simulate(folder, persons=given.persons, days=given.days, seed=given.seed)
        dataset = load(folder)
        model = train(dataset, options_for(dataset, None, given.set)).model
        clicks = judge(World.of(folder), dataset, model, given.requests, given.seed)
    found = shares(clicks)
    if given.json:
        print(json.dumps(found))
    for name, (share, low, high) in found.items() if not given.json else ():
        print(f"{name:20s} {share:6.1%} of the oracle's gain over random [{low:.1%}, {high:.1%}]")


def judge(world: World, dataset: Dataset, model: Model, requests: int, seed: int) -> dict[str, dict[str, float]]:
    """Return the expected clicks of everybody's slates by person, `oracle` and `random` among them."""
    greedy = replace(model, policy=Greedy())
    states = States(dataset)
    chance = np.random.default_rng(seed)
    clicks: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for request in world.requests(requests, seed=seed):
        state = states.at(request.person_id, request.occurred_at)
        for touchpoint in request.touchpoints:
            slots = dataset.catalog.touchpoints[dataset.catalog.touchpoint(touchpoint)].slots
            slates = {name: slate(greedy, state, request, touchpoint, slots, level) for name, level in LEVELS.items()}
            slates["oracle"] = world.oracle(request, touchpoint, slots)
            slates["random"] = world.random(request, touchpoint, slots, chance)
            for name, contents in slates.items():
                clicks[name][request.person_id] += world.expected_clicks(request, touchpoint, contents)
    return clicks


def shares(clicks: dict[str, dict[str, float]]) -> dict[str, tuple[float, float, float]]:
    """Return each model's share of the oracle's gain over random, with a 95 % bootstrap interval over persons."""
    persons = sorted(clicks["oracle"])
    weights = person_weights(len(persons))
    columns = {name: np.array([found[person] for person in persons]) for name, found in clicks.items()}
    drawn = {name: np.append(weights @ column, column.sum()) for name, column in columns.items()}
    gain = drawn["oracle"] - drawn["random"]
    found = {}
    for name in LEVELS:
        share = (drawn[name] - drawn["random"]) / gain
        low, high = np.quantile(share[:-1], [0.025, 0.975])
        found[name] = (float(share[-1]), float(low), float(high))
    return found


def slate(
    model: Model, state: PersonState, request: Request, touchpoint: str, slots: int, level: ServiceLevel
) -> list[str]:
    """Return the contents that decide() places, at most on the given step of the ladder."""
    wanted = Wanted((Ask(touchpoint, slots),), request.occurred_at, request.person_id, request.context, best=level)
    placed = decide(model, state, wanted).slates[0].placements
    return [model.catalog.contents.ids[each.content] for each in placed]


if __name__ == "__main__":
    main()
