"""What a caller gets of the configuration: the shapes of answers, for the OpenAPI document."""

from typing import Any

from pydantic import Field

from service.answered import Shape


class RevisionAnswer(Shape):
    """One revision of the configuration."""

    revision: int
    parent: int
    made_at: str
    author: str
    reason: str
    restores: int | None = Field(description="The revision that it brought back.")


class RevisionsAnswer(Shape):
    """A page of the history, the newest first."""

    data: list[RevisionAnswer]
    next_cursor: int | None


class ConfigurationAnswer(Shape):
    """A revision with all its documents."""

    revision: int
    digest: str
    made: RevisionAnswer | None
    documents: dict[str, list[dict[str, Any]]]
    worker: dict[str, Any] | None = Field(None, description="The revision that this worker serves with.")


class DocumentAnswer(Shape):
    """One document."""

    revision: int
    kind: str
    data: list[dict[str, Any]]


class EntryAnswer(Shape):
    """One entry of a document."""

    revision: int
    kind: str
    entry: dict[str, Any]


class ChangeAnswer(Shape):
    """What a change is, or was."""

    ok: bool
    revision: int = Field(description="The revision in effect: the new one when something changed.")
    changed: bool
    problems: list[dict[str, Any]]
    warnings: list[dict[str, Any]]
    differences: list[dict[str, Any]]
    dry_run: dict[str, Any] | None


class DiffAnswer(Shape):
    """What differs between two revisions."""

    since: int
    revision: int
    differences: list[dict[str, Any]]
    text: str
