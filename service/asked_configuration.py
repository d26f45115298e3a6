"""What a caller may ask of the configuration: the shapes of bodies and query strings."""

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from service.asked import Whole

_STRICT = ConfigDict(extra="forbid", strict=True)
Author = Annotated[str, Field(min_length=1, max_length=128, description="Who makes the change; else the key's id.")]
Reason = Annotated[str, Field(min_length=1, max_length=2_000, description="Why; it is kept with the revision.")]
Number = Annotated[int, Field(ge=0, le=2_147_483_647), Whole]


class Asked(BaseModel):
    """What every change says besides."""

    model_config = _STRICT

    author: Author | None = None
    reason: Reason
    parent: Number | None = Field(None, description="The revision that the change was made of; another one is a 409.")
    dry_run: bool = Field(False, description="Check and try the change, and leave everything as it is.")


class DocumentsRequest(Asked):
    """Whole documents in the place of those in effect; what is not named stays."""

    documents: dict[str, list[Any]] = Field(min_length=1, max_length=100)


class EntriesRequest(Asked):
    """All entries of one document."""

    entries: list[Any] = Field(max_length=10_000)


class EntryRequest(Asked):
    """One entry of a document."""

    entry: dict[str, Any]


class PatchRequest(Asked):
    """Some fields of an entry, as a JSON merge patch."""

    patch: dict[str, Any]


class RollbackRequest(Asked):
    """A revision to bring back; without a number the one before."""

    to: Number | None = None


class CheckRequest(BaseModel):
    """Documents to check and try."""

    model_config = _STRICT

    documents: dict[str, list[Any]] = Field(min_length=1, max_length=100)
    parent: Number | None = None


class DeletionQuery(BaseModel):
    """Who takes something away, and why."""

    model_config = ConfigDict(extra="forbid")

    reason: Reason
    author: Author | None = None
    dry_run: bool = Field(False, description="Check and try it, and leave everything as it is.")


class RevisionsQuery(BaseModel):
    """Which part of the history."""

    model_config = ConfigDict(extra="forbid")

    limit: int = Field(20, ge=1, le=200)
    cursor: int | None = Field(None, ge=1, description="`next_cursor` of the page before.")


class DiffQuery(BaseModel):
    """What a revision is compared with."""

    model_config = ConfigDict(extra="forbid")

    since: int | None = Field(None, ge=0, description="Another revision; else the one that it was made of.")
