"""What a caller gets of reviews: the shapes of a touchpoint's contents and of what touchpoints are worth."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from service.answered import Shape

Verdict = Literal["keep", "promote", "replace", "needs_data"]


class Estimate(Shape):
    """A value with its 95 % interval."""

    value: float
    low: float
    high: float


class GainAnswer(Shape):
    """What replacing a content would bring, a week."""

    replacement: str | None = Field(description="The content that is expected to do best in its place.")
    replacement_title: str | None
    replacement_attractiveness: float | None
    clicks: Estimate
    conversions: float
    value: float


class ReviewedContent(BaseModel):
    """A content in a touchpoint: counts, estimates and verdict; also by slot, segment and day."""

    model_config = ConfigDict(extra="allow")

    content_id: str
    exposures: int
    clicks: int
    starts: int
    steps: int
    leaves: int
    conversions: int
    value: float
    due: float = Field(description="Clicks that a typical content would have had in its places.")
    attractiveness: Estimate = Field(description="Chance of a click on it when it is looked at.")
    ratio: Estimate = Field(description="The same relative to the touchpoint's typical content.")
    trend: Estimate = Field(description="Change a day beyond that of the touchpoint, as a share.")
    fatigue: Estimate = Field(description="Change with every doubling of the times that a person sees it, as a share.")
    verdict: Verdict
    why: str
    gain: GainAnswer


class ReviewAnswer(BaseModel):
    """A review: of one touchpoint with its `contents`, or of all of them as `data`."""

    model_config = ConfigDict(extra="allow")

    since: str
    until: str
    made_at: str
    touchpoint: str | None = None
    contents: list[ReviewedContent] | None = None
    data: list[dict[str, Any]] | None = None


class TouchpointValue(Shape):
    """What one exposure in a touchpoint leads to, and what is still to gain there."""

    touchpoint: str
    goal: str
    exposures: int
    worth: dict[str, Any]
    worth_by_segment: dict[str, dict[str, Any]]
    gain: dict[str, Any]


class TouchpointValues(Shape):
    """All touchpoints, the one with the most to gain first."""

    since: str
    until: str
    made_at: str
    data: list[TouchpointValue]
