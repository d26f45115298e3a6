"""Second chance: leavers found in the log are approached again, some held out, and the lift is read."""

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from slotwise.audiences import held_out
from slotwise.chance import generator
from slotwise.documents.audiences import Audience
from slotwise.lift import Group, Lift
from slotwise.seeds import seeds_dir
from training.simulate.campaign import CATEGORY
from training.simulate.clock import FloatArray, IntArray
from training.simulate.closed_loop import Claim, Figure, Shown, Watch
from training.simulate.closed_loop.log_columns import LogColumns
from training.simulate.closed_loop.over_seeds import mean, ratio
from training.simulate.run import simulate
from training.simulate.second_chance import TOUCHPOINT, approached, bought_anyway, without
from training.simulate.world import World

AUDIENCE = "broadband_leavers"
PERSONS, LIVES, RUNS = 4_000, 20, 400
"""Leavers of a run, drawn from those that the log shows; lives that tell what each would buy anyway; runs."""
TIMES = 5.3
COVERED = 0.93


class SecondChance(Claim):
    """An audience of the e-channel's configuration picks the leavers from the log, and holds a part of them out.

    The others are shown the product that they left. What each person would do with and without it is known of the
    simulated world, so that the true lift is; the reported one is read from what they did, again and again.
    """

    name = "second_chance"
    title = "Second chance for those who left the broadband process midway"
    persons = 6_000

    def show(self, seed: int, persons: int, folder: Path, watch: Watch) -> Shown:
        """Return conversions of the campaigns, and how often the reported lift holds the true one."""
        watch("simulating the log", 0.0)
        simulate(folder / "log", persons, seed=seed)
        world, audience = World.of(folder / "log"), _audience()
        watch("finding the leavers", 0.5)
        columns = LogColumns(folder / "log", world.end_ms)
        leavers = np.flatnonzero(audience.when.over(columns))
        chosen = contents_of(world, columns.last_left(leavers, CATEGORY))
        treated = approached(world, leavers, chosen)
        ordinary = _ordinary(world)
        watch("what they would have bought anyway", 0.7)
        campaign = np.array([world.catalog.content_code[each] for each in audience.contents])
        anyway = bought_anyway(world, leavers, campaign, round(audience.goal.days), LIVES)
        watch("reading the lift again and again", 0.9)
        return {
            "leavers": float(len(leavers)),
            "second chance": float(treated.mean()),
            "ordinary": ordinary,
            "true difference": float((treated * (1 - anyway)).mean()),
            **_runs(seed, audience, treated, anyway),
        }

    def figures(self, shown: Sequence[Shown]) -> list[Figure]:
        """Return conversions, how many times the ordinary campaign's they are, and how often the lift is right."""
        times = ratio([each["second chance"] for each in shown], [each["ordinary"] for each in shown])
        told = [
            Figure(
                "conversion of treated leavers over the ordinary campaign's", *times, f">= {TIMES}", times[0] >= TIMES
            ),
            Figure("conversion by the second chance", *mean([each["second chance"] for each in shown])),
            Figure("conversion by the ordinary campaign", *mean([each["ordinary"] for each in shown])),
        ]
        for name in ("difference", "ratio"):
            found = mean([each[f"{name} covered"] for each in shown])
            what = f"runs whose interval of the {name} holds the true lift"
            told.append(Figure(what, *found, f">= {COVERED}", found[0] >= COVERED))
        told.append(Figure("runs with too few conversions to say", *mean([each["refused"] for each in shown])))
        told.append(Figure("true lift, difference of conversions", *mean([each["true difference"] for each in shown])))
        told.append(Figure("leavers that the log shows", *mean([each["leavers"] for each in shown])))
        return told


def _audience() -> Audience:
    entries = json.loads((seeds_dir("echannel") / "audiences.json").read_text(encoding="utf-8"))
    return Audience(**next(each for each in entries if each["audience"] == AUDIENCE))


def contents_of(world: World, product_ids: Sequence[str]) -> IntArray:
    """For each product the pop-up that promotes it, or, where it has none, one of another product of the category.

    Without any product, all pop-ups of the category.
    """
    catalog = world.catalog
    open_ = [catalog.content_code[each] for each in world.eligible(TOUCHPOINT)]
    open_ = [each for each in open_ if catalog.product_category[catalog.content_product[each]]
             == catalog.categories.index(CATEGORY)]  # fmt: skip
    if not product_ids:
        return np.array(open_)
    by_product = {catalog.product_ids[catalog.content_product[each]]: each for each in open_}
    return np.array([by_product.get(each, open_[place % len(open_)]) for place, each in enumerate(product_ids)])


def _ordinary(world: World) -> float:
    """Conversion of a campaign that approaches everybody without the product once, with each content equally often."""
    who = without(world)
    contents = contents_of(world, [""] * len(who))
    return float(approached(world, who, contents).mean())


def _runs(seed: int, audience: Audience, treated: FloatArray, anyway: FloatArray) -> dict[str, float]:
    """Draw leavers and what they do, split them by the audience's hash, and read the lift, again and again."""
    rng = generator("second chance", str(seed), "runs")
    either = 1 - (1 - treated) * (1 - anyway)
    truth = {"difference": float(either.mean() - anyway.mean()), "ratio": float(either.mean() / anyway.mean())}
    hits, refused = dict.fromkeys(truth, 0), 0
    for run in range(RUNS):
        salted = audience.model_copy(update={"salt": f"{seed}-{run}"})
        out = np.array([held_out(salted, f"p_{number}") for number in range(PERSONS)])
        drawn = rng.integers(0, len(treated), PERSONS)
        bought = rng.random(PERSONS) < np.where(out, anyway[drawn], either[drawn])
        lift = Lift(_group(bought[~out]), _group(bought[out]))
        refused += bool(lift.refused)
        if not lift.refused:
            hits["difference"] += lift.difference.holds(truth["difference"])
            hits["ratio"] += lift.ratio.holds(truth["ratio"])
    said = max(RUNS - refused, 1)
    return {**{f"{name} covered": count / said for name, count in hits.items()}, "refused": refused / RUNS}


def _group(bought: np.ndarray) -> Group:
    return Group(len(bought), int(bought.sum()))
