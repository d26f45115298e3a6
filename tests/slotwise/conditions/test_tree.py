"""The tree: its parts, joined flat, and what is known of them without facts."""

from slotwise.conditions.parsing import parse
from slotwise.conditions.tree import Joined, Literal, Name, children, is_truth, is_whole, joined, walk


def test_parts_of_a_kind_are_joined_flat():
    """Nothing is true of all, one part is itself."""
    a, b, c = Name("a"), Name("b"), Name("c")

    assert joined("&&", (joined("&&", (a, b), 0), c), 0) == Joined("&&", (a, b, c))
    assert joined("||", (joined("&&", (a, b), 0), c), 0) == Joined("||", (Joined("&&", (a, b)), c))
    assert joined("&&", (a,), 0) is a
    assert (joined("&&", (), 0), joined("||", (), 0)) == (Literal(True), Literal(False))


def test_where_something_stands_makes_no_difference():
    """Trees are equal whatever their columns."""
    assert parse("a==1") == parse("  a  ==  1")
    assert len(list(walk(parse("a ? b.size() == 1 : -c in [1]")))) == 10
    assert children(Name("a")) == ()


def test_truths_and_whole_numbers():
    """Known from the tree alone."""
    assert all(is_truth(parse(text)) for text in ("has(a)", "a == 1", "!a", "a && b", "true", 'a.contains("x")'))
    assert not any(is_truth(parse(text)) for text in ("a", "1", "a ? b : c", "size(a)"))
    assert is_whole(parse("1 + size(a) * 2"))
    assert not any(is_whole(parse(text)) for text in ("a + 1", "1.0", "true"))
