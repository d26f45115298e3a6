"""Contents with what they are about, and where they may be shown."""

from slotwise.analysis.offered import Content, contents_of, takes
from slotwise.analysis.opened import open_log


def test_contents_know_their_products_and_categories(small):
    """Also one whose product is not listed."""
    with open_log(small) as opened:
        found = contents_of(opened)

    assert (found["c1"].product_id, found["c1"].category, found["c1"].kind) == ("p2", "drink", "banner")
    assert found["c3"].category == ""


def test_products_stand_for_contents(small):
    """Where there are no contents."""
    (small / "contents.parquet").unlink()
    with open_log(small) as opened:
        assert contents_of(opened)["p1"].category == "food"


def test_a_touchpoint_takes_its_kinds_while_they_are_live(small):
    """Any kind where it says none, nothing before it is published or after it was retired."""
    contents = [Content("a", kind="banner"), Content("b", kind="tile"), Content("c", kind="banner", retired_at=5)]
    contents.append(Content("d", kind="banner", published_at=20))
    with open_log(small) as opened:
        found = takes(opened, ("home", "elsewhere"), contents, 10)

    assert found.tolist() == [[True, False, False, False], [True, True, False, False]]
