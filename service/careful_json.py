"""Careful JSON: reads what a strict reader refuses as a whole, so that one bad event does not take its batch along.

Numbers that JSON does not know, halves of surrogate pairs and names that stand twice in one object are read, and
`flaw` names them afterwards. What is no JSON for another reason is refused here too.
"""

import json
from typing import Any

_MOST = 1 << 64


class Repeated(dict[str, Any]):
    """An object with a name that stands in it twice; the last value holds."""


class Unfit:
    """A number that JSON does not know."""

    def __init__(self, text: str):
        self.text = text

    def __str__(self) -> str:
        return self.text


def read(body: bytes) -> Any:
    """Return the document of a body; raise ValueError when it cannot be read at all."""
    try:
        return json.loads(
            body.decode(), object_pairs_hook=_object, parse_constant=Unfit, parse_float=_float, parse_int=_int
        )
    except RecursionError as error:
        raise ValueError("it is nested too deep") from error


def flaw(document: Any) -> str:
    """Return what no strict JSON document may hold, or an empty text; NUL is a flaw because databases refuse it."""
    waiting = [document]
    while waiting:
        each = waiting.pop()
        if isinstance(each, str):
            if "\0" in each:
                return "a text holds the character NUL"
            if any("\ud800" <= character <= "\udfff" for character in each):
                return "a text holds one half of a surrogate pair"
        elif isinstance(each, Unfit):
            return f"{each} is not a number of JSON"
        elif isinstance(each, dict):
            if isinstance(each, Repeated):
                return "a name stands twice in one object"
            waiting += [*each, *each.values()]
        elif isinstance(each, list):
            waiting += each
    return ""


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    return found if len(found) == len(pairs) else Repeated(found)


def _float(text: str) -> float | Unfit:
    number = float(text)
    return Unfit(text[:20]) if number in (float("inf"), float("-inf")) else number


def _int(text: str) -> int | float | Unfit:
    # As the strict reader has it: beyond 64 bits a whole number is a float.
    if len(text) > 20:
        return _float(text)
    number = int(text)
    return number if -_MOST // 2 <= number < _MOST else float(number)
