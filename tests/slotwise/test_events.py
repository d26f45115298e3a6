"""Events: their kinds, codes and strengths."""

import numpy as np
import pytest

from slotwise.events import KIND_CODE, KINDS, OTHER_KIND, STRENGTH, EventType, is_event_type, kind_code


def test_codes_index_the_kinds():
    """The code of a kind is its place in KINDS, and these codes are frozen: logs and bundles hold them."""
    assert KINDS == ("exposure", "view", "click", "start", "step", "leave", "convert", "dismiss", "x.search")
    assert [KINDS[kind_code(each)] for each in EventType] == list(KINDS)
    assert KIND_CODE["convert"] == 6


def test_custom_events_share_one_code_without_weight():
    """`x.*` events are kept but speak for no product."""
    assert kind_code("x.rating") == kind_code("x.other") == OTHER_KIND == len(KINDS)
    assert STRENGTH[OTHER_KIND] == 0


def test_strengths_cover_all_kinds():
    """Every kind has a finite weight; what was shown or sent away speaks for nothing, buying for most."""
    assert STRENGTH.shape == (len(KINDS) + 1,)
    assert np.isfinite(STRENGTH).all()
    assert STRENGTH[KIND_CODE["exposure"]] == STRENGTH[KIND_CODE["dismiss"]] == 0
    assert STRENGTH.argmax() == KIND_CODE["convert"]


@pytest.mark.parametrize(
    ("name", "valid"), [("click", True), ("x.rating", True), ("x.", False), ("clicked", False), ("", False)]
)
def test_types_are_known_or_custom(name, valid):
    """A type is one of the kinds or begins with `x.` and goes on."""
    assert is_event_type(name) is valid
