"""What is told about audiences: the shapes of answers."""

from typing import Any

from service.answered import Shape


class SizeAnswer(Shape):
    """An audience with its size as of now."""

    audience: str
    title: str
    members: int
    held_out: int
    persons: int
    everybody: bool


class AudiencesAnswer(Shape):
    """All audiences with their sizes."""

    as_of: str
    data: list[SizeAnswer]


class AudienceAnswer(SizeAnswer):
    """One audience with its size and its definition."""

    as_of: str
    document: dict[str, Any]


class MemberAnswer(Shape):
    """A member with the facts that made them one; the id only for those who may read persons."""

    person_id: str | None
    held_out: bool
    facts: dict[str, Any]


class PreviewAnswer(Shape):
    """Some members of an audience."""

    data: list[MemberAnswer]


class OverlapAnswer(Shape):
    """How many persons are in both of two audiences or tags; on the diagonal, in each."""

    names: list[str]
    overlap: list[list[int]]


class AudienceExportAnswer(Shape):
    """One export of an audience."""

    export_id: str
    audience: str
    made_at: str
    author: str
    revision: int | None
    treated: int
    held_out: int
    over_limit: int = 0
    state: str = ""
    batches: int = 0
    failed: str | None = None
    product: str | None = None


class AudienceExportsAnswer(Shape):
    """The exports of an audience, the latest first."""

    data: list[AudienceExportAnswer]


class MembersAnswer(Shape):
    """A page of the treated persons of an export, by id."""

    data: list[str]
    next_cursor: str | None


class GroupAnswer(Shape):
    """One group of a lift."""

    persons: int
    converted: int
    rate: float


class IntervalAnswer(Shape):
    """An estimate with its limits."""

    value: float
    low: float
    high: float


class LiftAnswer(Shape):
    """Treated over held-out persons of an export."""

    export_id: str
    treated: GroupAnswer
    held_out: GroupAnswer
    level: float
    difference: IntervalAnswer | None
    ratio: IntervalAnswer | None
    detectable_difference: float | None
    refused: str | None
    since: str
    until: str
    complete: bool
    in_both: int


class BestAnswer(Shape):
    """A person whom a product suits."""

    person_id: str
    preference: float
    content_id: str
    held_out: bool


class BestPersonsAnswer(Shape):
    """A page of the best persons for a product, or the export that they were noted as."""

    data: list[BestAnswer]
    next_cursor: str | None
    touchpoint: str
    members: int
    scored: int
    over_limit: int
    closed: int
    export: AudienceExportAnswer | None
