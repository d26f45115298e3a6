"""The checkerboard with every generator of the room, those that a training takes only when asked among them."""

import pytest

from slotwise.candidates import generators
from slotwise.model import Model
from tests.worlds import World, make_model


@pytest.fixture(scope="session")
def checkerboard(board: World) -> Model:
    """A model of the checkerboard with all generators and an even blend, without trees."""
    return make_model(board, names=sorted(generators()))
