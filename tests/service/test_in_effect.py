"""In effect: a revision with its configuration."""

from service.in_effect import InEffect
from slotwise.configuration import Configuration


def test_without_a_revision():
    """Revision 0 is what the bundle brings, here nothing."""
    assert InEffect() == InEffect(0, Configuration())
