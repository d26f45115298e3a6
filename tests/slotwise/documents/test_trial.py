"""The shape of an experiment: which phase is its own, and that parts refuse what they do not know."""

import pytest
from pydantic import ValidationError

from slotwise.documents.trial import Pause, Step, Trial, Variant
from tests.experiments import NOW, experiment, running


def test_the_last_phase_is_the_one_that_counts():
    """A draft has none."""
    assert experiment().phase is None
    assert running().phase.began_at == NOW


def test_a_shape_alone_is_no_kind_of_document():
    """What may be wrong with it is told by Experiment, which is."""
    assert "name" not in vars(Trial)


@pytest.mark.parametrize(
    ("part", "given"),
    [
        (Variant, {"variant": "a", "weight": 2.0}),
        (Variant, {"variant": "A b", "weight": 1.0}),
        (Step, {"at": 0, "share": 0.5, "buckets": [(0, 10_001)]}),
        (Step, {"at": -1, "share": 0.5, "buckets": [(0, 10)]}),
        (Pause, {"at": 0, "reason": "x"}),
    ],
)
def test_parts_refuse_what_cannot_be(part, given):
    """Weights above 1, names with spaces, buckets that there are not, unknown fields."""
    with pytest.raises(ValidationError):
        part(**given)
