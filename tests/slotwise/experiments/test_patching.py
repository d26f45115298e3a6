"""Patching: a variant's configuration is the one in effect, changed as the variant says."""

import pytest

from slotwise.configuration import Configuration
from slotwise.documents.experiments import Variant
from slotwise.documents.touchpoints import Touchpoint
from slotwise.errors import ExperimentError
from slotwise.experiments.patching import with_patch

BASE = Configuration.read({"touchpoints": [{"touchpoint": "home", "slots": 3}]})


def variant(**patch):
    """A variant that changes the touchpoint."""
    return Variant(variant="b", weight=0.5, patch={"touchpoints": {"home": patch}} if patch else {})


def test_a_variant_has_a_configuration_of_its_own():
    """With another digest; without a patch it is the very same one."""
    found = with_patch(BASE, variant(explore=0.5))

    assert found.get(Touchpoint, "home").explore == 0.5
    assert found.digest != BASE.digest
    assert with_patch(BASE, variant()) is BASE


def test_what_no_longer_applies_is_refused():
    """After a roll-back took away what is changed, say."""
    with pytest.raises(ExperimentError) as error:
        with_patch(Configuration(), variant(explore=0.5))

    assert error.value.pointer == "/patch/touchpoints/home"
