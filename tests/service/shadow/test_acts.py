"""Acts: a shadow begins and ends by revisions, and its bundle is held meanwhile."""

import pytest

from slotwise import shelf
from slotwise.errors import ShelfError
from tests.service.conftest import NAME


def test_a_shadow_holds_its_bundle(service, acts, other_folder):
    """As long as it is one; one at a time; a version that there is not is refused."""
    shelf.publish(service.models.shelf, NAME, "2", other_folder, "challenger")
    with pytest.raises(ShelfError):
        acts.start("77", 0.1, "ann", "why")
    made = acts.start("challenger", 0.1, "ann", "why")
    acts.start("1", 0.2, "ann", "the other one")

    assert made.pinned.version == "2"
    assert acts.wanted().pinned.version == "1"
    assert shelf.aliases(service.models.shelf, NAME)["shadow"].version == "1"
    assert acts.stop("ann", "done").budget == 0.2
    assert acts.stop("ann", "again") is None
    assert "shadow" not in shelf.aliases(service.models.shelf, NAME)
