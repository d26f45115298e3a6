"""A version comes out of the registry whole, and onto the shelf under a name that nobody is served by."""

import pytest

from slotwise import bundle, shelf
from slotwise.errors import RegistryError, ShelfError
from training.publishing import publish
from training.tracking import Tracker

pytestmark = pytest.mark.slow


def test_the_challenger_is_published_by_default(board, tmp_path):
    """Its bundle is whole on the shelf, under the alias."""
    version, published = publish(Tracker(board), "board", tmp_path)

    assert version.version == published.version == "2"
    assert shelf.aliases(tmp_path, "board") == {"challenger": published}
    bundle.verify(tmp_path / "board" / published.folder)


@pytest.mark.parametrize("alias", ["champion", "previous", "../x", ""])
def test_what_is_served_is_not_published_to(board, tmp_path, alias):
    """Only promotions move these, and an alias is a plain name."""
    with pytest.raises(ShelfError):
        publish(Tracker(board), "board", tmp_path, "1", alias)


def test_an_unknown_version_is_said(board, tmp_path):
    """With those that there are."""
    with pytest.raises(RegistryError):
        publish(Tracker(board), "board", tmp_path, "9")
