"""Planning: what an experiment would need, from the log's own sums, and whether it may start with that.

The log is read by a command in a process of its own; a start waits for it.
"""

from pathlib import Path
from typing import Any

import orjson

from service import of_its_own
from slotwise.documents.experiments import Experiment
from slotwise.errors import ExperimentError, SlotwiseError

LONGEST = 300.0
"""Seconds that a plan may take."""


def plan(data_dir: Path, document: dict[str, Any]) -> dict[str, Any]:
    """Return the plan of an experiment that is written as `document`; raise what the command refuses."""
    given = orjson.dumps(document)
    found: dict[str, Any] = orjson.loads(
        of_its_own.run(data_dir, "experiment", "power", "--draft", "-", given=given, longest=LONGEST)
    )
    return found


def hopeful(data_dir: Path, experiment: Experiment) -> list[str]:
    """Raise ExperimentError when the log says that the effect cannot be reached in the planned days.

    Returns what is to be said where that is not known: an installation without a log has nothing to plan from.
    """
    try:
        found = plan(data_dir, experiment.to_json())
    except SlotwiseError as error:
        return [f"whether the effect can be reached is not known: {error.detail}"]
    refuse_hopeless(experiment, found)
    return []


def refuse_hopeless(experiment: Experiment, found: dict[str, Any]) -> None:
    """Raise ExperimentError when a plan says that the effect cannot be reached in the days that are planned."""
    if found.get("reachable", True):
        return
    raise ExperimentError(
        found["text"],
        expected=f"at most {experiment.days:g} days",
        given=found.get("days"),
        hint="more traffic, more days, a larger minimum_effect; or start it all the same: --override",
        pointer="/days",
    )
