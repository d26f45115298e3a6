"""Named scenes from facts."""

import numpy as np
import pytest

from slotwise.errors import ConditionError
from training.simulate.scenes import scene_codes

HIGH = {"scene": "high", "when": {"field": "context.x", "op": ">=", "value": 1}, "priority": 1}
AMONG = {"field": "context.y", "op": "in", "value": ["a", "b"]}
ANY = {
    "scene": "any",
    "when": {"any": [AMONG, {"not": {"field": "context.x", "op": ">", "value": -1}}]},
    "priority": 2,
}
FACTS = {"x": np.array([0.0, 2.0, 2.0, -5.0]), "y": np.array(["c", "c", "a", None], object)}


def test_highest_priority_names_the_scene():
    """Where several scenes hold the priority decides; where none holds the code is the number of scenes."""
    assert scene_codes([HIGH, ANY], FACTS).tolist() == [2, 0, 1, 1]


def test_first_wins_among_equals():
    """Among scenes of equal priority the first in the file wins."""
    twins = [{**HIGH, "scene": name} for name in ("one", "two")]

    assert scene_codes(twins, FACTS).tolist() == [2, 0, 0, 2]


@pytest.mark.parametrize(
    "when", [{"field": "context.z", "op": ">", "value": 1}, {"field": "context.x", "op": "~", "value": 1}, {}]
)
def test_unknown_fact_or_operator_is_refused(when):
    """A condition that cannot be simulated stops the simulation and says so."""
    with pytest.raises(ConditionError):
        scene_codes([{"scene": "s", "when": when}], FACTS)


def test_all_needs_every_part():
    """`all` holds where every part holds."""
    both = {"scene": "both", "when": {"all": [HIGH["when"], {"field": "context.y", "op": "==", "value": "a"}]}}

    assert scene_codes([both], FACTS).tolist() == [1, 1, 0, 1]
