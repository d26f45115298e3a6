"""Models with rules: the checkerboard with a configuration of touchpoints and rules in effect."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from slotwise.configuration import Configuration
from slotwise.exposed import Exposed
from slotwise.model import Model
from slotwise.policies.plackett_luce import PlackettLuce

Ruled = Callable[..., Model]


@pytest.fixture
def ruled(checkerboard) -> Ruled:
    """Return the checkerboard with rules (documents) in effect, and what touchpoints say besides, by name."""

    def make(*rules: dict[str, Any], model: Model | None = None, **touchpoints: dict[str, Any]) -> Model:
        base = replace(model or checkerboard, policy=PlackettLuce(explore=1.0, temperature=0.2))
        documents: dict[str, list[dict[str, Any]]] = {"rules": list(rules)}
        if touchpoints:
            documents["touchpoints"] = [
                {**_entry(each), **touchpoints.get(each.touchpoint, {})} for each in base.catalog.touchpoints
            ]
        return base.configured(Configuration.load(documents))

    return make


def _entry(touchpoint) -> dict[str, Any]:
    names = ("touchpoint", "slots", "kinds", "fallback", "per_category")
    found = {name: getattr(touchpoint, name) for name in names}
    return {name: list(value) if isinstance(value, tuple) else value for name, value in found.items()}


@pytest.fixture
def shown_so_far() -> Callable[..., Exposed]:
    """Return a table of exposures: counts by (touchpoint, content), all at one moment (ms UTC)."""

    def make(at: int, counts: dict[tuple[int, int], int]) -> Exposed:
        rows = [key for key, count in counts.items() for _ in range(count)]
        places = np.array(rows, np.int64).reshape(len(rows), 2)
        return Exposed().counted(np.full(len(rows), at), places[:, 0], places[:, 1])

    return make
