"""Running a model on a protocol: parameters from the validation tasks, measures from the test tasks."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

from bench.quality.measures import Measure
from bench.quality.protocols import Protocol


@dataclass(frozen=True)
class Result:
    """A model's measures on a set, the parameters chosen in each round, and the seconds it all took."""

    name: str
    reference: str
    chosen: list[dict[str, Any]]
    seconds: float
    measures: dict[str, Measure]


def run(protocol: Protocol, model: type) -> Result:
    """Tune the model on each round's validation tasks, then fit and ask it on the round's test tasks."""
    began = time.perf_counter()
    tasks, answers, chosen = [], [], []
    for round_ in protocol.rounds():
        best = choose(protocol, model, round_.validation)
        chosen.append(best)
        tasks.extend(round_.test)
        answers.extend(protocol.answer(model(**best), task) for task in round_.test)
    measures = protocol.measures(tasks, answers)
    return Result(model.name, model.reference, chosen, time.perf_counter() - began, measures)  # type: ignore[attr-defined]


def choose(protocol: Protocol, model: type, tasks: Any) -> dict[str, Any]:
    """The entry of the model's grid with the highest main metric on these tasks; the first of equals."""
    grid: list[dict[str, Any]] = model.grid(protocol.name())  # type: ignore[attr-defined]
    if len(grid) == 1:
        return grid[0]
    values = []
    for parameters in grid:
        answers = [protocol.answer(model(**parameters), task) for task in tasks]
        values.append(protocol.measures(tasks, answers)[protocol.main()].value())
    return grid[values.index(max(values))]
