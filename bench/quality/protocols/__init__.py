"""Protocols, one a file: which past a model may learn from, what it is asked, and how its answers are measured.

A protocol's module holds one `Protocol`; its name is the module's name. `rounds()` gives the tasks: in each round
the parameters are chosen on the validation tasks, which are made inside the training part the way the test tasks
are made, and the model is then fitted on train + validation and judged on the test tasks.
"""

from __future__ import annotations

import importlib
import pkgutil
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, ClassVar

import numpy as np

from bench.quality.measures import Mean, Measure
from bench.quality.metrics import hits_of
from bench.quality.stream import play
from bench.quality.task import Round, Task

Metric = Callable[[np.ndarray, np.ndarray], np.ndarray]


class Protocol(ABC):
    """How one set is asked. `metrics` maps a name to (metric, k); the first is the set's main metric."""

    title: ClassVar[str]
    files: ClassVar[tuple[str, ...]]  # below the data folder; the digest of cached results is made from them
    k: ClassVar[int]
    metrics: ClassVar[dict[str, tuple[Metric, int]]]

    def __init__(self, data: Path) -> None:
        self.data = data

    @classmethod
    def name(cls) -> str:
        """The module's name."""
        return cls.__module__.rsplit(".", 1)[-1]

    @classmethod
    def main(cls) -> str:
        """Name of the metric by which parameters are chosen and models are compared first."""
        return next(iter(cls.metrics))

    @abstractmethod
    def rounds(self) -> Sequence[Round]:
        """The tasks. Raises FileNotFoundError when the data folder lacks one of `files`."""

    def answer(self, model: Any, task: Task) -> np.ndarray:
        """The fitted model's ranked products, (n_queries, k) int32, -1 where it has none."""
        model.fit(task.train)
        return play(model, task, self.k)

    def measures(self, tasks: Sequence[Task], answers: Sequence[np.ndarray]) -> dict[str, Measure]:
        """Each metric over the queries of all tasks together, clustered by person."""
        persons = np.concatenate([task.queries.person_id for task in tasks])
        cluster = np.unique(persons, return_inverse=True)[1]
        lengths = np.concatenate([task.targets.lengths for task in tasks])
        hits = np.concatenate(
            [hits_of(ranked, task.targets, task.train.n_products) for task, ranked in zip(tasks, answers, strict=True)]
        )
        return {name: Mean(metric(hits[:, :k], lengths), cluster) for name, (metric, k) in self.metrics.items()}


def names() -> list[str]:
    """The names of all protocols, sorted."""
    return sorted(found.name for found in pkgutil.iter_modules(__path__))


def find(name: str) -> type[Protocol]:
    """The protocol of this name. Raises ModuleNotFoundError for a name that no file has."""
    module = importlib.import_module(f"{__name__}.{name}")
    return next(
        found
        for found in vars(module).values()
        if isinstance(found, type) and issubclass(found, Protocol) and found.__module__ == module.__name__
    )
