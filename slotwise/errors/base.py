"""Base: what every error tells: what was expected, what was given, and what to do."""

from typing import Any, ClassVar


class SlotwiseError(Exception):
    """Base of all errors that a user can meet: says what was expected, what was given and what to do."""

    code: ClassVar[str] = "slotwise_error"
    title: ClassVar[str] = "Something went wrong"

    def __init__(self, detail: str, *, hint: str = "", expected: Any = None, given: Any = None, pointer: str = ""):
        super().__init__(detail)
        self.detail = detail
        self.hint = hint
        self.expected = expected
        self.given = given
        self.pointer = pointer
