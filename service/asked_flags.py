"""What may be asked of flags: the body of the OpenFeature Remote Evaluation Protocol (OFREP 0.3)."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from service.asked import MAX_FACTS, MAX_ID, MAX_TEXT, Fact, Whole

_WRITTEN = Annotated[str, Field(min_length=1, max_length=MAX_ID, pattern=r"""[^\s"']""")]
_WHOLE = Annotated[int, Field(ge=-(2**53) + 1, le=2**53 - 1), Whole]
UnitId = _WRITTEN | _WHOLE | Literal[""] | None
"""An id. Clients that know nobody send an empty one, or null: there is none."""
_NAMED = {"not": {"enum": ["", None]}}
_EITHER: dict[str, Any] = {
    "anyOf": [{"required": [name], "properties": {name: _NAMED}} for name in ("targetingKey", "session")]
}


class FlagContext(BaseModel):
    """Whom flags are for. Every other attribute is a fact of the person, as in a decision."""

    model_config = ConfigDict(extra="allow", strict=True, frozen=True, json_schema_extra=_EITHER)

    targetingKey: UnitId = Field(default="", description="The person's id.")
    session: UnitId = Field(default="", description="The session, for experiments whose unit it is.")

    @property
    def person(self) -> str | None:
        """The person's id, None where there is none."""
        return _told(self.targetingKey)

    @property
    def visit(self) -> str | None:
        """The session's id, None where there is none."""
        return _told(self.session)

    @property
    def attributes(self) -> dict[str, Fact]:
        """The facts among the other attributes: texts, numbers, true and false; whatever else there is is let pass."""
        found: dict[str, Fact] = {}
        for name, value in list((self.model_extra or {}).items())[:MAX_FACTS]:
            fact = str(value).lower() if isinstance(value, bool) else value
            if 1 <= len(name) <= MAX_ID and (isinstance(fact, int | float) or _is_short(fact)):
                found[name] = fact
        return found


class FlagsRequest(BaseModel):
    """The body of an evaluation; the protocol lets other fields stand beside the context."""

    model_config = ConfigDict(extra="allow", strict=True, frozen=True)

    context: FlagContext


def _told(unit: str | int | None) -> str | None:
    return None if unit in ("", None) else str(unit)


def _is_short(value: object) -> bool:
    return isinstance(value, str) and len(value) <= MAX_TEXT
