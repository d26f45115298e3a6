"""What is told about tags: the shapes of answers."""

from typing import Any

from pydantic import ConfigDict, Field

from service.answered import Shape


class TagAnswer(Shape):
    """A tag as it is written, and how many persons hold it where that was counted."""

    model_config = ConfigDict(extra="forbid")

    tag: str
    title: str
    behaviour: str
    category: str | None = None
    products: Any = Field(default=None, description="A condition over product.*.")
    process: str | None = None
    window_days: float
    threshold: int
    expiry_days: float
    owner: str
    status: str
    when: Any = Field(default=None, description="A condition over person.* and state.*.")
    held_by: int | None = Field(description="Null while it was not counted.")
    matches_everybody: bool


class SharedTagAnswer(Shape):
    """A tag, and how many persons hold it besides another one."""

    tag: str
    persons: int


class TagShownAnswer(TagAnswer):
    """A tag with those that share most persons with it."""

    shares_most_with: list[SharedTagAnswer]
    all_persons: int | None


class TagsAnswer(Shape):
    """All tags; `persons` is how many there are, where they were counted."""

    data: list[TagAnswer]
    persons: int | None
