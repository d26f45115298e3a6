"""What is told of flags: the shapes of OFREP 0.3, in which every experiment is a flag with its variant as the value."""

from typing import Literal

from pydantic import Field

from service.answered import Shape

Metadata = dict[str, str | bool | float]


class FlagAnswer(Shape):
    """A flag that was evaluated; without `value` the application's own default holds, which is what everybody gets."""

    key: str
    reason: Literal["STATIC", "TARGETING_MATCH", "SPLIT", "DISABLED"]
    variant: str = Field(description="The unit's variant; empty where it is not enrolled.")
    value: str = Field(default="", description="What to show: control while the variant is paused.")
    metadata: Metadata


class FlagFailure(Shape):
    """A flag that could not be evaluated."""

    key: str
    errorCode: Literal["PARSE_ERROR", "TARGETING_KEY_MISSING", "INVALID_CONTEXT", "FLAG_NOT_FOUND"]
    errorDetails: str


class FlagsFailure(Shape):
    """A request of all flags that could not be evaluated."""

    errorCode: Literal["PARSE_ERROR", "TARGETING_KEY_MISSING", "INVALID_CONTEXT"]
    errorDetails: str


class FlagsAnswer(Shape):
    """All flags."""

    flags: list[FlagAnswer | FlagFailure]
