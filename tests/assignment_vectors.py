"""Vectors of assignment: documents and ids with what each implementation has to make of them.

`python -m tests.assignment_vectors` writes them again, which only a new form of the published document may ask for:
whoever was assigned must stay where they are.
"""

import json
from pathlib import Path
from typing import Any

from slotwise.documents.experiments import Experiment
from slotwise.documents.holdouts import Holdout
from slotwise.experiments.assignment import Plan
from slotwise.experiments.life import pause, ramp, start
from slotwise.experiments.published import published
from tests.experiments import HALVES, NOW, experiment

FILE = Path(__file__).parent / "slotwise" / "experiments" / "vectors.json"
UNITS: list[Any] = [
    "p_1", "p_1029", 1029, "1029", "用户一号", "手机用户-13800138000", "caf\u00e9", "cafe\u0301",
    "\uac00", "\u1100\u1161",
    ' "p_1"\n', "'p_1'", "o\u0027hara", "\U0001f600", "a\u001fb", "", '""', None, "p" * 128, "0", 0, -7, 2**53 - 1,
]  # fmt: skip
"""Chinese, numbers and texts, composed and decomposed, quotes, none: together with many plain ones."""
TENTHS = [{"variant": f"v{each}", "weight": 0.1} for each in range(10)]
SKEWED = [
    {"variant": "control", "weight": 0.95},
    {"variant": "challenger", "weight": 0.05},
    {"variant": "none", "weight": 0},
]


def documents() -> list[tuple[str, list[Experiment], list[Holdout]]]:
    """The situations, each with a name: a start, a ramp up, pauses, layers, weights of many kinds, holdouts."""
    small = start(experiment("ranker", share=0.05), NOW)
    kinds = [
        start(experiment("tenths", layer="a", variants=TENTHS, control="v0"), NOW),
        start(experiment("skewed", layer="b", variants=SKEWED), NOW),
        start(experiment("visit", layer="c", unit="session", touchpoints=["home"]), NOW),
        start(experiment("mixed", layer="d", kind="interleaving", touchpoints=["bill"]), NOW),
        start(experiment("learning", layer="e", kind="bandit", variants=SKEWED), NOW),
        pause(start(experiment("resting", layer="f"), NOW), NOW),
        pause(start(experiment("half", layer="g", variants=HALVES), NOW), NOW, "challenger"),
    ]
    mixed = start(experiment("mixed", kind="interleaving"), NOW)
    one = start(experiment("ranker-1", share=0.5), NOW)
    two = start(experiment("ranker-2", share=0.5), NOW, others=[one])
    return [
        ("five percent", [small], []),
        ("ramped to half", [ramp(small, NOW, 0.5)], []),
        ("all kinds", kinds, []),
        ("one layer", [one, two], []),
        ("half of a mixture", [pause(mixed, NOW, "challenger")], []),
        ("held out", kinds, [Holdout(holdout="global", share=0.3)]),
    ]


def cases() -> list[dict[str, Any]]:
    """The vectors, computed by the engine."""
    units = [*UNITS, *(f"p_{each}" for each in range(60))]
    return [
        {
            "name": name,
            "document": published(experiments, holdouts, NOW),
            "cases": [
                {"person": unit, "session": f"s_{place}", "expected": _expected(experiments, holdouts, unit, place)}
                for place, unit in enumerate(units)
            ],
        }
        for name, experiments, holdouts in documents()
    ]


def _expected(experiments: list[Experiment], holdouts: list[Holdout], unit: Any, place: int) -> list[dict[str, Any]]:
    plan = Plan.of(experiments, holdouts)
    found = plan.assign({"person": unit, "session": f"s_{place}"}, None, lambda _: True, NOW)
    return [each._asdict() for each in found]


if __name__ == "__main__":
    FILE.write_text(json.dumps(cases(), ensure_ascii=True, indent=None, separators=(",", ":")) + "\n")
