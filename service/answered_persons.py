"""What is told about persons: the shapes of answers."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from service.answered import Shape


class ConsentAnswer(Shape):
    """What a person allows."""

    personalize: bool
    hidden: list[str]
    at: str | None = Field(description="When they said so; null when they never did.")


class AttributeAnswer(Shape):
    """An attribute of a person, whether answers use it, and where it came from."""

    name: str
    value: str | float
    used: bool
    evidence: str


class IdentityAnswer(Shape):
    """An identifier of a person; `link` undoes what brought it."""

    namespace: str
    value: str
    link: str | None
    at: str | None


class MergeAnswer(Shape):
    """A merge: who became part of whom, when, through what and on whose word."""

    id: str
    person_id: str
    into: str
    via: str | None
    at: str
    cause: str
    source: str | None
    by: str | None
    undone_at: str | None
    undone_by: str | None


class StateAnswer(Shape):
    """The fold of a person's events; the latest first."""

    first_at: str | None
    last_at: str | None
    events: dict[str, int]
    history: list[dict[str, Any]]
    shown: list[dict[str, Any]]


class UsedAnswer(Shape):
    """How much of it the next answer may read."""

    history: int
    shown: int
    attributes: list[str]


class EvidenceAnswer(Shape):
    """The events that made a person hold a tag."""

    events: int
    first_at: str
    last_at: str
    products: list[str]


class HeldTagAnswer(Shape):
    """A tag that a person holds; `used` is false for one that they hide, and without personal answers."""

    tag: str
    title: str
    behaviour: str
    used: bool
    evidence: EvidenceAnswer
    expires_at: str


class LifeCycleAnswer(Shape):
    """Where a person stands in the life cycle; null where the configuration says nothing."""

    stage: str | None
    tier: str | None
    growth: str | None
    points: float | None


class KnownPersonAnswer(Shape):
    """What is known of a person."""

    person_id: str
    known: bool
    layer: Literal["visitor", "payer", "loyal"]
    layers: dict[str, str] = Field(description="When each layer was reached.")
    consent: ConsentAnswer
    state: StateAnswer
    attributes: list[AttributeAnswer]
    used: UsedAnswer
    tags: list[HeldTagAnswer] = Field(description="Tags by behaviour; `tags.<tag>` among `hidden` switches one off.")
    life_cycle: LifeCycleAnswer
    identities: list[IdentityAnswer]
    merges: list[MergeAnswer]
    timeline: list[dict[str, Any]]


class LinkAnswer(Shape):
    """What became of a link."""

    id: str
    status: Literal["linked", "known", "kept", "parted"]
    link: str | None


class LinksAnswer(Shape):
    """The person that remains, and what became of each link."""

    person_id: str
    links: list[LinkAnswer]


class PartedAnswer(Shape):
    """Two persons again."""

    person_id: str
    parted: str
    undone: str


class ProofAnswer(Shape):
    """A signed proof that ids belong to one person."""

    proof: str
    expires_at: str


class AlarmAnswer(Shape):
    """A cap that links have reached."""

    cap: Literal["per_person", "per_identifier", "ids"]
    subject: str
    namespace: str | None
    most: int
    times: int
    first_at: str
    last_at: str
    person_id: str


class AlarmsAnswer(Shape):
    """The alarms, the latest first."""

    data: list[AlarmAnswer]


class ErasureAnswer(Shape):
    """A receipt of erasure: it names nobody."""

    receipt: str
    status: Literal["pending", "completed"]
    asked_at: str
    completed_at: str | None
    deleted: dict[str, int]
    remains: list[str]


class ExportAnswer(BaseModel):
    """Everything about a person, table by table."""

    model_config = ConfigDict(extra="allow")

    person_id: str
    exported_at: str
    ids: list[str]
    consent: ConsentAnswer
    state: StateAnswer
    events: list[dict[str, Any]]
    decisions: list[dict[str, Any]]
    rejected_events: list[dict[str, Any]]
