"""Shape: what all parts of a document have in common: known fields only, of their own types, never changed."""

from pydantic import BaseModel, ConfigDict


class Shape(BaseModel):
    """A part of an entry of a document."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, arbitrary_types_allowed=True)
