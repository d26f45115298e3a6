"""What is told about experiments: the shapes of answers."""

from typing import Any

from service.answered import Shape


class VariantAnswer(Shape):
    """A variant: what share of the enrolled units it gets now, which version it is, and why it rests, if it does."""

    variant: str
    title: str
    weight: float
    control: bool
    model: str | None
    version: str | None
    run_id: str | None
    patched: list[str]
    paused: str | None


class ReportMadeAnswer(Shape):
    """When the newest report was made, and whether it is the last word."""

    made_at: str
    frozen: bool


class ExperimentRowAnswer(Shape):
    """An experiment in a line."""

    experiment: str
    title: str
    hypothesis: str
    owner: str
    kind: str
    unit: str
    layer: str
    status: str
    phase: int | None
    share: float | None
    began_at: str | None
    ended_at: str | None
    variants: list[VariantAnswer]
    units: dict[str, Any] | None
    verdict: dict[str, Any] | None
    report: ReportMadeAnswer | None
    guardrails: dict[str, Any] | None


class ExperimentsAnswer(Shape):
    """All experiments."""

    data: list[ExperimentRowAnswer]


class ExperimentAnswer(ExperimentRowAnswer):
    """An experiment with its document, and the tag under which it may be changed (the ETag)."""

    document: dict[str, Any]
    tag: str


class ActAnswer(Shape):
    """An experiment after an act: null where it was taken away; `revision` is null where nothing changed."""

    experiment: ExperimentAnswer | None
    revision: int | None
    warnings: list[str]


class DeedAnswer(Shape):
    """One act of the past."""

    revision: int
    at: str
    author: str
    reason: str
    act: str
    status: str | None
    changes: list[dict[str, Any]]


class DeedsAnswer(Shape):
    """What was done to an experiment, the newest first."""

    data: list[DeedAnswer]


class ReportAnswer(Shape):
    """The newest report of an experiment, or the frozen one; see docs/experiment_report.md."""

    made_at: str
    frozen: bool
    digest: str
    report: dict[str, Any]


class ReportBegunAnswer(Shape):
    """A report that is being made now."""

    experiment: str
    begun: bool


class PowerAnswer(Shape):
    """What an experiment would need, from the log's own sums."""

    plan: dict[str, Any]


class AssignmentAnswer(Shape):
    """What a unit gets, and why."""

    experiment: str
    phase: int | None
    unit: str | None
    variant: str | None
    served: str | None
    probability: float | None
    reason: str
    bucket: int | None
    text: str
