"""Planning: what an experiment would need, from the log's own sums; kept with the phase that began by it.

The log is read by a command in a process of its own.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import orjson

from service import of_its_own
from slotwise.configuration import Configuration
from slotwise.documents.experiments import Experiment
from slotwise.errors import ExperimentError

LONGEST = 300.0
"""Seconds that a plan may take."""


def plan(data_dir: Path, document: Mapping[str, Any], share: float | None = None) -> dict[str, Any]:
    """Return the plan of an experiment that is written as `document`, of which `share` of the layer is enrolled.

    Raises ConfigurationError for what is no experiment, and what the command refuses, such as MeasureError and
    DatasetError where the log does not tell enough.
    """
    Configuration.load({Experiment.name: [dict(document)]})
    words = [] if share is None else ["--share", str(share)]
    printed = of_its_own.run(
        data_dir, "experiment", "power", "--draft", "-", *words, given=orjson.dumps(dict(document)), longest=LONGEST
    )
    found: dict[str, Any] = orjson.loads(printed)
    return found


def refuse_hopeless(experiment: Experiment, found: Mapping[str, Any]) -> None:
    """Raise ExperimentError when a plan says that the effect cannot be reached in the days that are planned."""
    if not found["reachable"]:
        raise ExperimentError(
            found["text"],
            expected=f"at most {experiment.days:g} days",
            given=found["days_needed"],
            hint="plan with the share that it will be ramped to, or start it all the same by an override",
            pointer="/days",
        )
