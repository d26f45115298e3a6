"""A checkerboard world whose champion really decided: its slates, its propensities, and clicks with a known rule."""

from dataclasses import dataclass, replace

import numpy as np
import pytest

from slotwise.decision import Ask
from slotwise.engine import decide
from slotwise.impressions import Impressions
from slotwise.model import Model
from slotwise.policies.plackett_luce import PlackettLuce
from training.cases import Cases
from training.examine import ask
from training.fit import train
from training.histories import Histories
from training.occasions import of_impressions
from training.off_policy.decisions import Decisions, Placed
from training.options import TrainOptions
from training.replay import Replay

HOUR, SLOTS, TICK = 3_600_000, 3, 60_000


@dataclass(frozen=True)
class Served:
    """A champion and what it decided."""

    champion: Model
    decisions: Decisions


@pytest.fixture(scope="session")
def served(world, small_options) -> Served:
    """Four hundred pages after the log's end, filled by a champion that explores; the own side's products are liked."""
    dataset = world()
    trained = train(dataset, TrainOptions.from_json(small_options)).model
    champion = replace(trained, policy=PlackettLuce(explore=0.9, temperature=1.0, floor=0.0), rules=())
    return Served(champion, _decided(dataset, champion, 400))


def _decided(dataset, champion: Model, count: int) -> Decisions:
    chance = np.random.default_rng(8)
    person = chance.integers(0, len(dataset.persons), count).astype(np.int32)
    time = int(dataset.interactions.time[-1]) + HOUR * (1 + np.arange(count))
    shown = _rows(dataset, person, time)
    slates = of_impressions(shown)
    histories = Histories(dataset.interactions, len(dataset.persons))
    cases = Cases(slates, np.ones(count), histories, dataset.interactions, dataset, "time", int(time[0]), SLOTS)
    replay = Replay(dataset.interactions, champion.catalog, champion.facets, champion.counts.seen, TICK)
    content, propensity = np.zeros((2, count * SLOTS))
    for slate in range(count):
        asked = ask(cases, slate)
        wanted = replace(asked.wanted, asks=(Ask("page", SLOTS),), seed=f"decision {slate}")
        placed = decide(champion, asked.state, wanted, replay.live(wanted.now)).slates[0].placements
        content[slate * SLOTS :][:SLOTS] = [each.content for each in placed]
        propensity[slate * SLOTS :][:SLOTS] = [each.propensity for each in placed]
    own = content.astype(int) % 2 == np.repeat(person, SLOTS) % 2
    examined = np.tile([0.9, 0.5, 0.3], count)
    reward = (chance.random(count * SLOTS) < examined * np.where(own, 0.6, 0.1)).astype(float)
    shown = replace(shown, content=content.astype(np.int32), product=content.astype(np.int32))
    return Decisions(
        dataset,
        shown,
        page=shown.decision.astype(np.int64),
        turn=np.arange(count * SLOTS),
        propensity=propensity,
        version=np.full(count * SLOTS, "1"),
        ranked=np.ones(count * SLOTS, bool),
        reward=reward,
        placed=Placed(shown.decision.astype(np.int64), np.arange(count * SLOTS), shown.touchpoint, shown.content),
    )


def _rows(dataset, person, time) -> Impressions:
    rows, count = np.repeat(np.arange(len(person)), SLOTS), len(person) * SLOTS
    facets = np.column_stack(
        [time // HOUR % 24 >= 12, 2 + person % 2, np.full(len(person), -1), np.full(len(person), 6)]
    )
    nothing = np.zeros(count, np.int32)
    return Impressions(
        decision=rows.astype(np.int32),
        person=person[rows],
        time=time[rows],
        touchpoint=np.ones(count, np.int16),
        slot=np.tile(np.arange(1, SLOTS + 1), len(person)).astype(np.int16),
        content=nothing,
        product=nothing,
        propensity=np.ones(count, np.float32),
        clicked=np.zeros(count, bool),
        converted=np.zeros(count, bool),
        facets=facets.astype(np.int32)[rows],
        numbers=np.full((count, 1), 0.5, np.float32),
    )
