"""Rules: what operators let be shown, where, to whom and how often; each an instance of a kind with its parameters."""

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Annotated, Any, ClassVar

from pydantic import Field, PrivateAttr, ValidationError, model_validator
from pydantic_core import InitErrorDetails, PydanticCustomError

from slotwise.conditions import CONTENTS, Condition
from slotwise.documents import Entries, Entry, Problem, World, unknown
from slotwise.documents.touchpoints import Touchpoint
from slotwise.rulebook import contradictions
from slotwise.rulebook.contradictions import Found
from slotwise.rulebook.kinds import Kind, kinds
from slotwise.schedule import Schedule


class Rule(Entry):
    """One rule of an operator. It applies where and while all of `touchpoints`, `when` and `schedule` say so."""

    name: ClassVar[str] = "rules"
    key: ClassVar[str] = "rule"

    rule: str = Field(min_length=1, max_length=128, pattern=r"^[^\s/]+$")
    title: str = Field(default="", max_length=200)
    kind: str
    parameters: dict[str, Any] = Field(default_factory=dict)
    touchpoints: list[str] = Field(default_factory=list, max_length=1_000)
    """Where it applies; everywhere if empty."""
    when: Condition | None = None
    """For which person, scene and context it applies."""
    products: Annotated[Condition, CONTENTS] | None = None
    """Which products it is about, such as `product.category == "broadband"`; all without it."""
    contents: Annotated[Condition, CONTENTS] | None = None
    """Which contents it is about; all without it."""
    schedule: Schedule | None = None
    strict: bool = False
    """Whether it holds even where rules leave nothing to show and the touchpoint's own list answers."""
    owner: str = Field(default="", max_length=100)
    enabled: bool = True
    _does: Kind = PrivateAttr()

    @model_validator(mode="after")
    def _known_kind(self) -> "Rule":
        if self.kind not in kinds():
            known = ", ".join(sorted(kinds()))
            raise _error(
                "kind", PydanticCustomError("kind_unknown", "there is no such kind of rule: " + known), self.kind
            )
        try:
            self._does = kinds()[self.kind].model_validate(self.parameters)
        except ValidationError as error:
            lines = [
                InitErrorDetails(
                    type=PydanticCustomError(each["type"], "{detail}", {"detail": each["msg"]}),
                    loc=("parameters", *each["loc"]),
                    input=each["input"],
                )
                for each in error.errors(include_url=False)
            ]
            raise ValidationError.from_exception_data("Rule", lines) from error
        return self

    @property
    def does(self) -> Kind:
        """The kind with its parameters."""
        return self._does

    @cached_property
    def about(self) -> str:
        """What the rule does and to what, in a line."""
        parts = [self.title or self.kind, *(each.text for each in (self.products, self.contents) if each is not None)]
        return ": ".join(parts)

    def check(self, entries: Entries, world: World) -> Iterator[Problem]:
        """Yield touchpoints that there are not, and what a rule cannot do by itself."""
        touchpoints = entries.get(Touchpoint.name, {})
        for place, each in enumerate(self.touchpoints):
            if touchpoints:
                yield from unknown(each, Touchpoint.name, entries, ["touchpoints", place])
        for found in contradictions.of_one(self, touchpoints, world.catalog):
            yield _problem("", found)

    @classmethod
    def check_all(cls, entries: Entries, world: World) -> Iterator[Problem]:
        """Yield rules that contradict one another: shares above the whole, two pins in one slot, nothing left."""
        rules: Mapping[str, Rule] = entries.get(cls.name, {})
        for found in contradictions.of_all(list(rules.values()), entries.get(Touchpoint.name, {}), world.catalog):
            yield _problem(f"/{cls.name}", found)


def _problem(before: str, found: Found) -> Problem:
    return Problem(before + found.pointer, found.code, found.detail, found.expected, found.given, found.warning)


def _error(field: str, error: PydanticCustomError, given: Any) -> ValidationError:
    return ValidationError.from_exception_data("Rule", [InitErrorDetails(type=error, loc=(field,), input=given)])
