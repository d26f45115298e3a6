"""Limits of a condition, so that none can take long: its length, depth and number of parts."""

from slotwise.errors import ConditionTooLargeError

CHARACTERS = 4_000
DEPTH = 32
PARTS = 400
ITEMS = 1_000
"""Constants in a list."""


def check_length(text: str) -> None:
    """Raise ConditionTooLargeError for a text that is too long."""
    if len(text) > CHARACTERS:
        raise ConditionTooLargeError(
            f"the condition has {len(text)} characters",
            expected=f"at most {CHARACTERS} characters",
            given=text[:40] + "...",
            hint="a long list of values belongs into an audience or a tag",
        )


def check_items(count: int) -> None:
    """Raise ConditionTooLargeError for a list with too many values."""
    if count > ITEMS:
        raise ConditionTooLargeError(f"a list has {count} values", expected=f"at most {ITEMS} values")


class Budget:
    """Counts depth and parts while a condition is read."""

    def __init__(self) -> None:
        self.depth = self.parts = 0

    def part(self) -> None:
        """Count a part; raise ConditionTooLargeError when there are too many."""
        self.parts += 1
        if self.parts > PARTS:
            raise ConditionTooLargeError(f"the condition has more than {PARTS} parts", expected=f"at most {PARTS}")

    def __enter__(self) -> None:
        """Go one level down; raise ConditionTooLargeError when that is too deep."""
        self.depth += 1
        if self.depth > DEPTH:
            raise ConditionTooLargeError("the condition is nested too deeply", expected=f"at most {DEPTH} levels")

    def __exit__(self, *ended: object) -> None:
        """Come up again."""
        self.depth -= 1
