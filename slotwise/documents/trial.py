"""Trial: the shape of an experiment: what is compared with what, on whom, judged by which metrics, and what happened.

What is asked (hypothesis, variants, metrics) is written by people. What happened (`status`, `phases`) is written by
the acts of slotwise/experiments/life.py alone: a phase is immutable but for its end, its ramp and its pauses.
"""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from slotwise.conditions import Condition, Reads
from slotwise.documents import Entry
from slotwise.documents.probes import Url
from slotwise.measures.spans import Duration

Name = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]{0,63}$")]
Id = Annotated[str, Field(min_length=1, max_length=128)]
Unit = Literal["person", "session"]
Kind = Literal["ab", "interleaving", "bandit"]
Status = Literal["draft", "running", "paused", "stopped", "archived"]
LIVE = ("running", "paused")
"""What an experiment is between its start and its stop."""
Range = tuple[Annotated[int, Field(ge=0, le=9_999)], Annotated[int, Field(ge=1, le=10_000)]]
"""Buckets of a layer: from the first, up to and without the last."""


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, arbitrary_types_allowed=True)


class Variant(_Part):
    """What some units get: a model version, changes of the configuration, both, or nothing else than everybody."""

    variant: Name
    title: str = Field(default="", max_length=200)
    weight: float = Field(ge=0, le=1)
    """Share of the enrolled units; all weights of a phase sum to 1."""
    model: str | None = Field(default=None, max_length=80)
    """A version's number or an alias of the shelf; None: whichever version is live."""
    patch: dict[str, dict[str, Any]] = Field(default_factory=dict)
    """By kind of document and entry: a JSON merge patch (RFC 7396) of that entry; null takes the entry away."""


class Pinned(_Part):
    """The bundle that a variant's `model` meant when its phase began."""

    model: str
    """The model's name on the shelf."""
    version: str
    folder: str
    digest: str
    run_id: str = ""
    """The run of MLflow that made it, where that is known."""


class Step(_Part):
    """From when on (ms UTC) which share of its layer the phase owns; buckets only ever grow."""

    at: int = Field(ge=0)
    share: float = Field(gt=0, le=1)
    buckets: list[Range]


class Pause(_Part):
    """A time in which a variant, or with None the whole experiment, was answered as if there were no experiment."""

    variant: Name | None = None
    at: int = Field(ge=0)
    until: int | None = Field(default=None, ge=0)
    why: str = Field(default="", max_length=2_000)


class Allocation(_Part):
    """From when on (ms UTC) a bandit gives which share to which variant, in the phase's order of variants."""

    at: int = Field(ge=0)
    batch: int = Field(ge=0)
    """Units are drawn anew in every batch, by the batch's own salt."""
    weights: list[Annotated[float, Field(ge=0, le=1)]]


class Phase(_Part):
    """A time of an experiment in which nothing of what is compared changed."""

    number: int = Field(ge=1)
    began_at: int = Field(ge=0)
    ended_at: int | None = Field(default=None, ge=0)
    unit: Unit
    audience: str | None = None
    when: Annotated[Condition, Reads.of("person", "state", "tags")] | None = None
    """The condition of the audience as it was when the phase began: whoever edits the audience does not move it."""
    touchpoints: list[Id] = Field(default_factory=list)
    variants: list[Variant]
    control: Name
    pinned: dict[str, Pinned] = Field(default_factory=dict)
    """By variant: those that name a model, and with `model` None nothing: these follow the champion together."""
    ramp: list[Step]
    pauses: list[Pause] = Field(default_factory=list)
    allocations: list[Allocation] = Field(default_factory=list)


class Judged(_Part):
    """A metric of the dictionary, as the experiment reads it."""

    metric: str = Field(max_length=64)
    cap: float | None = Field(default=None, gt=0)
    """A person's value above this counts as this: stated before, it tames revenue. None: as it is."""
    quantile: float | None = Field(default=None, gt=0, lt=1)
    """Compare this quantile of persons' values in the place of their mean."""
    window: Duration | None = None
    """Every person is measured over this long from their own exposure, and counts once it is over. None: until now."""


class Guardrail(_Part):
    """A metric that must not get worse than by `margin` of control's value; beyond it the variant is paused."""

    metric: str = Field(max_length=64)
    """A metric of the dictionary, or `latency_ms` or `fallback_share`, which every decision tells."""
    margin: float = Field(ge=0, le=10)
    """Share of control's value, on the worse side of it, that is still borne."""


class Trial(Entry):
    """One experiment as it is written; slotwise/documents/experiments.py knows what may be wrong with it."""

    experiment: Name
    title: str = Field(default="", max_length=200)
    hypothesis: str = Field(default="", max_length=2_000)
    owner: str = Field(default="", max_length=100)
    kind: Kind = "ab"
    unit: Unit = "person"
    layer: Name = "main"
    """Units are in at most one experiment of a layer; experiments of two layers cross each other evenly."""
    touchpoints: list[Id] = Field(default_factory=list, max_length=1_000)
    """Where the variants can differ; empty: everywhere."""
    audience: str | None = None
    """Name of an audience; None: everybody."""
    variants: list[Variant] = Field(min_length=2, max_length=20)
    control: Name
    share: float = Field(default=0.01, gt=0, le=1)
    """Share of the layer that a start enrols."""
    primary: Judged
    secondary: list[Judged] = Field(default_factory=list, max_length=50)
    guardrails: list[Guardrail] = Field(default_factory=list, max_length=20)
    segments: list[str] = Field(default_factory=list, max_length=10)
    """Facts by which results are told apart, declared before: `person.city`, `context.channel`."""
    minimum_effect: float = Field(default=0.05, gt=0, le=10)
    """Smallest relative change of the primary metric that is worth shipping."""
    days: float = Field(default=14.0, gt=0, le=365)
    """Planned length."""
    method: Literal["always_valid", "fixed", "group_sequential"] = "always_valid"
    alpha: float = Field(default=0.05, gt=0, lt=0.5)
    power: float = Field(default=0.8, gt=0.5, lt=1)
    margin: float = Field(default=0.0, ge=0, le=1)
    """Loss of the primary metric, relative, that is borne: with 0 the better must be shown to be better."""
    history_days: float = Field(default=28.0, ge=0, le=365)
    """Days before a person's first exposure that adjust for their own past; 0: no adjustment."""
    forced: dict[Id, Name] = Field(default_factory=dict)
    """By unit id: a variant to see for testing, kept out of all statistics."""
    webhook: Url | None = None
    """Is told when a guardrail pauses a variant."""
    status: Status = "draft"
    phases: list[Phase] = Field(default_factory=list, max_length=100)

    @property
    def phase(self) -> Phase | None:
        """The phase that began last, or None before the start."""
        return self.phases[-1] if self.phases else None
