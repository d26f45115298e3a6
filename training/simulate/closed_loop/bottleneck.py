"""A planted bottleneck in the plan-choosing flow: the funnel finds and names it, and says what mending it is worth."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from slotwise.analysis.funnels import funnel
from slotwise.analysis.opened import open_log
from slotwise.configuration import read_file
from slotwise.documents.processes import Process
from slotwise.measures.spans import Span
from slotwise.seeds import seeds_dir
from training.simulate.bottleneck import PLAN_CHANNEL, Bottleneck
from training.simulate.clock import DAY_MS, START_MS
from training.simulate.closed_loop import Claim, Figure, Shown, Watch
from training.simulate.closed_loop.over_seeds import mean
from training.simulate.run import simulate

DAYS = 28
PROCESS = "plan_choosing"
NAMED = ("choose", "confirm")
"""The step behind which the simulated world lets persons leave."""
POINTS = 100.0


class PlantedBottleneck(Claim):
    """In the second half of a month many in the app leave the plan-choosing flow behind one step.

    The funnel of that half against the half before says where, for whom, and how many points of conversion are lost.
    Then the same world lives the same weeks with the step mended.
    """

    name = "bottleneck"
    title = "A planted bottleneck in plan choosing: found, named, and worth what the funnel said"
    persons = 12_000

    def show(self, seed: int, persons: int, folder: Path, watch: Watch) -> Shown:
        """Return what the funnel said of the world with the bottleneck, and what mending it brought, in points."""
        watch("a month with the bottleneck", 0.0)
        ill = _read(folder / "ill", seed, persons, Bottleneck.in_plan_choosing(START_MS, DAYS))
        watch("the same month, mended", 0.5)
        well = _read(folder / "well", seed, persons, None)
        found = ill["bottleneck"] or {"from": "", "to": "", "whom": None, "sure": False, "gain": {}}
        gain, before, after = found["gain"], ill["conversion"], well["conversion"]
        won = after["value"] - before["value"]
        half = ((after["high"] - after["low"]) ** 2 + (before["high"] - before["low"]) ** 2) ** 0.5 / 2
        said = gain.get("value") or 0.0
        spread = (gain.get("high", 0.0) - gain.get("low", 0.0)) / 2
        return {
            "step named": float(found["sure"] and (found["from"], found["to"]) == NAMED),
            "segment named": float(found["whom"] == {"by": "context.channel", "group": PLAN_CHANNEL}),
            "said": POINTS * said,
            "won": POINTS * won,
            "within": float(abs(won - said) <= (half**2 + spread**2) ** 0.5),
            "conversion before": POINTS * before["value"],
            "conversion after": POINTS * after["value"],
            "false alarm": float(_became_worse(well["bottleneck"])),
        }

    def figures(self, shown: Sequence[Shown]) -> list[Figure]:
        """Return in how many worlds it was found and named, and the points said and won."""
        named = [mean([each[name] for each in shown]) for name in ("step named", "segment named", "within")]
        apart = mean([each["won"] - each["said"] for each in shown])
        alarms = mean([each["false alarm"] for each in shown])
        return [
            Figure("worlds in which the step is named", *named[0], "1", named[0][0] == 1),
            Figure("worlds in which the segment is named", *named[1], "1", named[1][0] == 1),
            Figure("points of conversion that the funnel said", *mean([each["said"] for each in shown])),
            Figure("points of conversion that mending brought", *mean([each["won"] for each in shown])),
            Figure("points brought above those said", *apart, "interval with 0", apart[1] <= 0 <= apart[2]),
            Figure("worlds with the points brought within the interval", *named[2]),
            Figure("mended worlds in which a step is said to have become worse", *alarms, "0", alarms[0] == 0),
        ]


def _became_worse(found: dict[str, Any] | None) -> bool:
    """Whether a funnel is sure of a change; segments differ in a healthy world too."""
    return found is not None and found["sure"] and found["reference"] == "before"


def _read(folder: Path, seed: int, persons: int, bottleneck: Bottleneck | None) -> dict[str, Any]:
    """Simulate a month and read the funnel of its second half against the first."""
    simulate(folder, persons, DAYS, seed, bottleneck=bottleneck)
    entries = read_file(seeds_dir("echannel") / "processes.json")
    process = Process.model_validate(next(each for each in entries if each["process"] == PROCESS))
    middle, end = START_MS + DAYS // 2 * DAY_MS, START_MS + DAYS * DAY_MS
    with open_log(folder) as opened:
        return funnel(opened, process, Span(middle, end), (), Span(START_MS, middle))
