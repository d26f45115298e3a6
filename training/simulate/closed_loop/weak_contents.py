"""Weak contents: of 40 planted bad ones in a week of about a million exposures, how many the review finds, and how well
what it puts in their place does by the truth."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.compute as pc
import pyarrow.parquet as pq

from slotwise import log
from slotwise.analysis.review import review
from slotwise.chance import generator
from training.simulate.attraction import Attraction
from training.simulate.clock import FloatArray
from training.simulate.closed_loop import Claim, Figure, Shown, Watch
from training.simulate.closed_loop.over_seeds import mean
from training.simulate.facts import facts_at
from training.simulate.run import simulate
from training.simulate.scenes import scene_codes
from training.simulate.world import World

PLANTED, DAYS = 40, 7
FOUND, WRONG, BETTER = 36, 2, 0.90
BEFORE = 10
"""The week before, in which it is seen what is shown much, is lived by one of so many persons."""
ASKED = 500
"""Persons over whom the truth of a content is a mean."""


class WeakContents(Claim):
    """A week of log by a policy that explores, with bad contents among those that are shown much.

    A content that is hardly shown does little harm, and a week says little of it. A content is marked when the review
    says to replace it in any touchpoint, so a good one is marked wrongly when it is in any one.
    """

    name = "weak_contents"
    title = "Planted weak contents found in a week of about a million exposures"
    persons = 22_500

    def show(self, seed: int, persons: int, folder: Path, watch: Watch) -> Shown:
        """Return how many planted and good contents are marked, and how many replacements are better."""
        watch("simulating the week before", 0.0)
        simulate(folder / "before", max(persons // BEFORE, 1), DAYS, seed)
        planted = draw(exposures(folder / "before"), seed)
        watch("simulating the week", 0.1)
        simulate(folder / "log", persons, DAYS, seed, weak=planted)
        watch("reviewing", 0.7)
        found = review(folder / "log")
        watch("looking up the truth", 0.9)
        return judged(found, set(planted), Truth(World.of(folder / "log")))

    def figures(self, shown: Sequence[Shown]) -> list[Figure]:
        """Return the means over the worlds, and in how many of them all of it held."""
        held = [
            each["found"] >= FOUND and each["good ones marked"] <= WRONG and each["better"] >= BETTER for each in shown
        ]
        targets = {"found": f">= {FOUND}", "good ones marked": f"<= {WRONG}", "better": f">= {BETTER}"}
        rows = []
        for name in shown[0]:
            value, low, high = mean([each[name] for each in shown])
            bound = {"found": value >= FOUND, "good ones marked": value <= WRONG, "better": value >= BETTER}.get(name)
            rows.append(Figure(name, value, low, high, targets.get(name, ""), bound))
        share = sum(held) / len(held)
        return [*rows, Figure("worlds in which all three held", share, float("nan"), float("nan"), "1", share == 1.0)]


def exposures(folder: Path) -> Mapping[str, int]:
    """Return how often each content was shown in a log."""
    column = pq.read_table(folder / log.DECISIONS_FILE, columns=[log.CONTENT])[log.CONTENT]
    counted = pc.value_counts(column.combine_chunks() if column.num_chunks else column)
    return dict(zip(counted.field("values").to_pylist(), counted.field("counts").to_pylist(), strict=True))


def draw(shown: Mapping[str, int], seed: int) -> list[str]:
    """Draw which contents are planted: any of the half that is shown most."""
    ordered = sorted(shown, key=lambda name: (-shown[name], name))
    often = sorted(ordered[: max(len(ordered) // 2, PLANTED)])
    chosen = generator("simulate", str(seed), "weak").choice(len(often), min(PLANTED, len(often)), replace=False)
    return sorted(often[place] for place in chosen)


def judged(found: Mapping[str, Any], planted: set[str], truth: "Truth") -> Shown:
    """Hold a review against the truth."""
    rows = [(each["touchpoint"], row) for each in found["touchpoints"] for row in each["contents"]]
    marked = [(touchpoint, row) for touchpoint, row in rows if row["verdict"] == "replace"]
    named = {row["content_id"] for _, row in marked}
    pairs = [(touchpoint, row) for touchpoint, row in marked if row["gain"]["replacement"] is not None]
    gained = sum(row["gain"]["clicks"]["value"] for _, row in pairs)
    more = [truth.of(each, row["gain"]["replacement"]) - truth.of(each, row["content_id"]) for each, row in pairs]
    true = sum(row["examined"] / found["weeks"] * each for (_, row), each in zip(pairs, more, strict=True))
    return {
        "found": float(len(named & planted)),
        "good ones marked": float(len(named - planted)),
        "better": float(np.mean(np.array(more) > 0)) if more else 0.0,
        "expected gain over the true one": gained / true if true else float("nan"),
        "exposures": float(found["exposures"]),
        "replacements": float(len(pairs)),
    }


class Truth:
    """Chance of a click on a content that is looked at, as a mean over persons of the world at the log's end."""

    def __init__(self, world: World):
        self._world = world
        persons = np.arange(0, len(world.truth.persons.rate), max(len(world.truth.persons.rate) // ASKED, 1))
        at = np.full(len(persons), world.end_ms)
        self._persons: Attraction = world.truth.rows(persons, at)
        self._who = np.arange(len(persons))
        facts = facts_at(self._persons.persons, self._persons.state, world.catalog.categories, self._who, at)
        scene = scene_codes(world.catalog.seeds.scenes, facts)
        self._pull: FloatArray = self._persons.pull(self._who, at, scene)

    def of(self, touchpoint: str, content: str) -> float:
        """Return the chance in a touchpoint."""
        catalog, n = self._world.catalog, len(self._who)
        place, code = np.full(n, catalog.touchpoint_code[touchpoint]), np.full(n, catalog.content_code[content])
        return float(self._persons.click_chance(self._pull, self._who, self._who, place, code).mean())
