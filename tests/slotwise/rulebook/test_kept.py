"""Kept: made once, and never more than a few megabytes."""

from slotwise.rulebook.kept import Kept


def test_what_is_kept_is_made_once_and_bounded():
    """Some megabytes; then it begins again."""
    kept, made = Kept(), []

    def get(key, size):
        return kept.get(key, lambda: made.append(key) or f"for {key}", lambda found: size)

    assert (get("a", 10), get("a", 10)) == ("for a", "for a")
    assert made == ["a"]
    assert (kept.find("a"), kept.find("b")) == ("for a", None)
    get("large", 8_000_000)
    get("a", 10)
    assert made == ["a", "large", "a"]
