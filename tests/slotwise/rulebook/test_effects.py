"""Effects: every kind of rule comes down to one of them."""

from typing import get_args

import numpy as np
import pytest

from slotwise.rulebook.effects import Effect
from slotwise.rulebook.kinds import kinds
from slotwise.schedule import ALWAYS
from tests.worlds import make_catalog

NEEDED = {"quota": {"share": 0.5}, "guarantee": {"share": 0.5}, "frequency_cap": {"most": 3}}


@pytest.mark.parametrize("name", sorted(kinds()))
def test_every_kind_has_an_effect(name):
    """Of any matched contents, none and all among them; masks are over the contents."""
    catalog, kind = make_catalog(6), kinds()[name].model_validate(NEEDED.get(name, {}))
    for matched in (np.zeros(12, bool), np.ones(12, bool), np.arange(12) % 2 == 0):
        effect = kind.effect(matched, catalog, ALWAYS)
        assert isinstance(effect, get_args(Effect))
        assert len(getattr(effect, "mask", getattr(effect, "keys", None))) == 12
    assert kinds()[name].model_validate(kind.to_json()) == kind
    assert kind.__doc__
