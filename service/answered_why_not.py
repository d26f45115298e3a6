"""What the question gets for an answer why a content is not shown: the shapes."""

from typing import Any

from pydantic import Field

from service.answered import Shape


class RuleAnswer(Shape):
    """An operator's rule."""

    id: str
    title: str
    kind: str
    owner: str


class ReasonAnswer(Shape):
    """One reason."""

    code: str = Field(description="Stable: rule, quota, frequency_cap, kind_not_taken, ranked, placed ...")
    detail: str
    blocks: bool = Field(description="Whether it keeps the content from being shown, or is only told.")
    rule: RuleAnswer | None = None
    facts: dict[str, Any] = Field(description="The facts that decided, as they are.")


class WhyNotAnswer(Shape):
    """Every reason why a content is not shown to a person on a touchpoint, or how it ranks there."""

    person_id: str | None
    touchpoint: str
    content_id: str
    scene: str | None
    blocked: bool
    reasons: list[ReasonAnswer]
