"""Calls that a condition may make: facts with constant arguments, told by whoever holds them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from slotwise.conditions.tree import Constant
from slotwise.events import EventType

_DAYS = 3_650
_TEXT = 128


@dataclass(frozen=True)
class Argument:
    """What an argument has to be."""

    name: str
    expected: Any
    fits: Callable[[Constant], bool]


@dataclass(frozen=True)
class Signature:
    """A call: its arguments in order and the kind of its value."""

    arguments: tuple[Argument, ...]
    result: str
    says: str

    def wrong(self, given: Sequence[Constant]) -> tuple[str, Any] | None:
        """Return what is wrong with the arguments given and what is expected, or None."""
        if len(given) != len(self.arguments):
            names = [each.name for each in self.arguments]
            return f"takes {len(names)} argument{'s' * (len(names) != 1)} and not {len(given)}", names
        for argument, value in zip(self.arguments, given, strict=True):
            if not argument.fits(value):
                return f"has a wrong {argument.name}", argument.expected
        return None


def _is_event(value: Constant) -> bool:
    return isinstance(value, str) and (value in set(EventType) or _is_custom(value))


def _is_custom(value: str) -> bool:
    return value.startswith("x.") and _is_text(value) and "," not in value and ")" not in value


def _is_text(value: Constant) -> bool:
    return isinstance(value, str) and len(value) <= _TEXT


def _is_days(value: Constant) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 < value <= _DAYS


_EVENT = Argument("type of event", [each.value for each in EventType], _is_event)
_PRODUCTS = Argument("category", 'a category, "product:<id>", or "" for all', _is_text)
_WINDOW = Argument("number of days", f"above 0 and at most {_DAYS}", _is_days)
_AUDIENCE = Argument("audience", "the name of an audience", lambda value: _is_text(value) and value != "")

CALLS = {
    "times": Signature((_EVENT, _PRODUCTS, _WINDOW), "number", "how many such events in the last days"),
    "days_since": Signature((_EVENT, _PRODUCTS), "number", "days since the last such event, unknown if never"),
    "audience": Signature((_AUDIENCE,), "yes/no", "whether the person is in an audience"),
    "held_out": Signature((_AUDIENCE,), "yes/no", "whether an audience's campaign leaves the person out"),
}
