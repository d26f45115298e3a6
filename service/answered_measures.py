"""What is told about metrics, funnels, campaigns and probes: the shapes of answers."""

from typing import Any

from pydantic import Field

from service.answered import Shape


class MeasuredFigure(Shape):
    """A value with its 95 % interval over persons; null where there is nothing to divide by, or too few for bounds."""

    value: float | None
    low: float | None
    high: float | None
    numerator: float | None
    denominator: float | None
    persons: int | None
    enough: bool | None = Field(description="Whether there are enough persons for the interval to be believed.")


class MetricHead(MeasuredFigure):
    """What a metric is called, and its newest value."""

    metric: str
    title: str
    kind: str
    unit: str
    direction: str
    owner: str
    description: str
    time_zone: str
    window: str
    since: str | None
    until: str | None
    measured_at: str | None
    before: MeasuredFigure | None
    change: MeasuredFigure | None


class MetricsAnswer(Shape):
    """The dictionary of metrics."""

    data: list[MetricHead]


class MetricAnswer(MetricHead):
    """A metric's sheet: by day, and by groups of rows of the log."""

    days: list[dict[str, Any]]
    by: dict[str, list[dict[str, Any]]]


class FunnelHead(Shape):
    """A process, and how its newest funnel came out."""

    process: str
    title: str
    per: str
    window: str
    owner: str
    journeys: int | None
    persons: int | None
    conversion: MeasuredFigure | None
    since: str | None
    until: str | None
    bottleneck: dict[str, Any] | None
    measured_at: str | None


class FunnelsAnswer(Shape):
    """All processes."""

    data: list[FunnelHead]


class FunnelAnswer(FunnelHead):
    """A funnel: its steps, the period before, its segments."""

    steps: list[dict[str, Any]]
    before: dict[str, Any] | None
    by: dict[str, list[dict[str, Any]]]


class CampaignHead(Shape):
    """A campaign, and what came of it."""

    campaign: str
    title: str
    goal: str
    process: str | None
    start: str
    end: str
    owner: str
    measured: MeasuredFigure | None
    expected: dict[str, Any] | None
    deviation: MeasuredFigure | None
    verdict: str | None
    since: str | None
    until: str | None
    measured_at: str | None


class CampaignsAnswer(Shape):
    """All campaigns."""

    data: list[CampaignHead]


class CampaignAnswer(CampaignHead):
    """A campaign's report: the deviation traced to segments and steps, and what to correct."""

    running: bool
    segment: str | None
    touchpoints: list[str]
    contents: list[str]
    audience: dict[str, Any] | None
    traced: dict[str, Any] | None
    correct: list[str]
    changed: list[dict[str, Any]]


class ProbeAnswer(Shape):
    """A probe, what the last look saw, and the alarm that stands."""

    probe: str
    title: str
    metric: str
    filter: str | None
    window: str
    threshold: dict[str, Any]
    min_sample: int
    severity: str
    webhook: str | None
    owner: str
    at: str | None
    state: str | None
    value: float | None
    low: float | None
    high: float | None
    denominator: float | None
    bounds: dict[str, float | None] | None
    firing: bool
    since: str | None


class AlarmAnswer(Shape):
    """A crossing, from when it was noted until the value came back."""

    alarm: int
    probe: str
    at: str
    ended_at: str | None
    value: float | None
    threshold: float | None
    found: dict[str, Any]


class ProbesAnswer(Shape):
    """All probes, and the latest alarms."""

    data: list[ProbeAnswer]
    alarms: list[AlarmAnswer]
